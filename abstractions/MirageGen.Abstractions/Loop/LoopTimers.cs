namespace MirageGen.Loop;

/// <summary>
/// The timers of one loop. They fire by deadline, and among equals in the order they were started. Putting a deadline
/// off only notes the new one, so that an idle timeout that is renewed with every packet costs a store, not a
/// reordering.
/// </summary>
public sealed class LoopTimers
{
    private readonly Func<TimeSpan> _now;
    private readonly TimerHeap _heap = new();
    private long _starts;

    internal LoopTimers(Func<TimeSpan> now) => _now = now;

    /// <summary>The loop's time: since an arbitrary start, never backwards.</summary>
    public TimeSpan Now => _now();

    /// <summary>How many timers have a place in the queue: those that run, and those stopped but not disposed.</summary>
    public int Count => _heap.Count;

    /// <summary>Makes a timer that is not running.</summary>
    /// <param name="callback">Called on the loop when it is due; must not wait.</param>
    /// <param name="state">Handed to it.</param>
    public LoopTimer Create(Action<object?> callback, object? state) => new(this, callback, state);

    /// <summary>
    /// How long until the next deadline: zero when one is due, <see cref="Timeout.InfiniteTimeSpan"/> when there is
    /// none.
    /// </summary>
    public TimeSpan UntilNext()
    {
        while (_heap.First is { } timer)
        {
            if (timer.Deadline == timer.QueuedAt)
            {
                var left = timer.QueuedAt - _now();
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }

            Settle(timer);
        }

        return Timeout.InfiniteTimeSpan;
    }

    internal void RunDue()
    {
        if (_heap.Count == 0)
        {
            return;
        }

        // A timer that a callback starts anew waits for the next turn, even when it is due at once.
        var now = _now();
        var newest = _starts;
        while (_heap.First is { } timer && timer.QueuedAt <= now && timer.QueuedOrder <= newest)
        {
            if (timer.Deadline == timer.QueuedAt && timer.Order == timer.QueuedOrder)
            {
                _heap.Remove(timer);
                timer.Fire();
            }
            else
            {
                Settle(timer);
            }
        }
    }

    internal void Schedule(LoopTimer timer)
    {
        var at = timer.Deadline!.Value;
        timer.Order = ++_starts;
        if (!timer.IsQueued)
        {
            _heap.Add(timer, at);
        }
        else if (at < timer.QueuedAt)
        {
            _heap.Move(timer, at);
        }
    }

    internal void Remove(LoopTimer timer)
    {
        if (timer.IsQueued)
        {
            _heap.Remove(timer);
        }
    }

    private void Settle(LoopTimer timer)
    {
        if (timer.Deadline is { } later)
        {
            _heap.Move(timer, later);
        }
        else
        {
            _heap.Remove(timer);
        }
    }
}
