using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>
/// A server's idea of the time, brought up to date by one timer four times a second while there are connections.
/// </summary>
/// <remarks>
/// A deadline is then a comparison and costs no timer operation and no look at the clock per request, however many
/// connections there are; it may be a quarter of a second late. The Date field's text is made once a second.
/// </remarks>
internal sealed class CoarseClock : IDisposable
{
    /// <summary>How often it is brought up to date.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider _clock;
    private readonly Action _onTick;
    private readonly ITimer _timer;
    private readonly byte[] _date = new byte[HttpDate.Length];
    private long _dateSecond = -1;
    private bool _isRunning;

    public CoarseClock(TimeProvider clock, Action onTick)
    {
        _clock = clock;
        _onTick = onTick;
        _timer = clock.CreateTimer(
            static state => ((CoarseClock)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Update();
    }

    /// <summary>Now, on the provider's monotonic clock.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>The current date as it stands in a Date field.</summary>
    public ReadOnlySpan<byte> Date => _date;

    /// <summary>Has the timer run, or not.</summary>
    public void Run(bool isWanted)
    {
        if (isWanted == _isRunning)
        {
            return;
        }

        _isRunning = isWanted;
        var period = isWanted ? Period : Timeout.InfiniteTimeSpan;
        _timer.Change(period, period);
        Update();
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        Update();
        _onTick();
    }

    private void Update()
    {
        Now = _clock.GetElapsedTime(0);
        var time = _clock.GetUtcNow();
        var second = time.ToUnixTimeSeconds();
        if (second != _dateSecond)
        {
            _dateSecond = second;
            HttpDate.Write(time, _date);
        }
    }
}
