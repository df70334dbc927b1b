namespace MirageGen.TcpIp;

/// <summary>
/// One timer for many deadlines: it goes off at the earliest of those it was given since it last did. Whoever is called
/// looks what is due, and gives the next deadline.
/// </summary>
internal sealed class Alarm : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly Action _onDue;

    /// <summary>Makes an alarm that is not set.</summary>
    /// <param name="clock">Whose time the deadlines are in.</param>
    /// <param name="onDue">Called when a deadline has come.</param>
    public Alarm(TimeProvider clock, Action onDue)
    {
        _clock = clock;
        _onDue = onDue;
        _timer = clock.CreateTimer(
            static alarm => ((Alarm)alarm!).GoOff(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The time that deadlines are in.</summary>
    public TimeSpan Now => _clock.GetElapsedTime(0);

    /// <summary>The deadline it is set to; <see cref="TimeSpan.MaxValue"/> for none.</summary>
    public TimeSpan Deadline { get; private set; } = TimeSpan.MaxValue;

    /// <summary>The earlier of two times.</summary>
    public static TimeSpan Earlier(TimeSpan left, TimeSpan right) => left < right ? left : right;

    /// <summary>Sets it, unless it is set to an earlier deadline.</summary>
    public void Set(TimeSpan deadline)
    {
        if (deadline >= Deadline)
        {
            return;
        }

        Deadline = deadline;
        var due = deadline - Now;
        _timer.Change(due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Forgets its deadline.</summary>
    public void Clear()
    {
        Deadline = TimeSpan.MaxValue;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void GoOff()
    {
        Deadline = TimeSpan.MaxValue;
        _onDue();
    }
}
