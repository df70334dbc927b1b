using System.Runtime.CompilerServices;

namespace MirageGen.Loop;

/// <summary>
/// <see cref="TimeProvider"/> over a loop's timers: <c>Task.Delay(span, clock)</c>, <c>CancellationTokenSource</c> and
/// <c>PeriodicTimer</c> all fire on the loop. Backends derive from it to say what time it is.
/// </summary>
public abstract class LoopTimeProvider : TimeProvider
{
    private readonly LoopTimers _timers;

    /// <summary>Stands on a loop's timers.</summary>
    /// <param name="loop">The loop on which timers fire.</param>
    protected LoopTimeProvider(EventLoop loop) => _timers = loop.Timers;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long GetTimestamp() => _timers.Now.Ticks;

    /// <inheritdoc/>
    /// <remarks>To be called on the loop's thread.</remarks>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ProvidedTimer(_timers, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ProvidedTimer : ITimer
    {
        private readonly LoopTimer _timer;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private TimeSpan _period;
        private bool _disposed;

        public ProvidedTimer(LoopTimers timers, TimerCallback callback, object? state)
        {
            _callback = callback;
            _state = state;
            _timer = timers.Create(static timer => ((ProvidedTimer)timer!).Fire(), this);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            CheckTime(dueTime);
            CheckTime(period);
            if (_disposed)
            {
                return false;
            }

            _period = period;
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                _timer.Stop();
            }
            else
            {
                _timer.Start(dueTime);
            }

            return true;
        }

        public void Dispose()
        {
            _disposed = true;
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private static void CheckTime(TimeSpan time, [CallerArgumentExpression(nameof(time))] string? name = null)
        {
            if (time != Timeout.InfiniteTimeSpan)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
            }
        }

        private void Fire()
        {
            if (_period > TimeSpan.Zero)
            {
                _timer.Start(_period);
            }

            _callback(_state);
        }
    }
}
