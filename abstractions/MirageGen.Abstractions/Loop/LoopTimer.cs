namespace MirageGen.Loop;

/// <summary>One timer of a loop, reusable without allocation. Only for the loop's own thread.</summary>
public sealed class LoopTimer : IDisposable
{
    internal const int NotQueued = -1;

    private readonly LoopTimers _timers;
    private readonly Action<object?> _callback;
    private readonly object? _state;

    internal LoopTimer(LoopTimers timers, Action<object?> callback, object? state)
    {
        _timers = timers;
        _callback = callback;
        _state = state;
    }

    /// <summary>When it is due, in the loop's time; null while it is not running.</summary>
    public TimeSpan? Deadline { get; private set; }

    internal int HeapIndex { get; set; } = NotQueued;

    internal bool IsQueued => HeapIndex != NotQueued;

    /// <summary>The number of its last start: later starts of any timer have larger ones.</summary>
    internal long Order { get; set; }

    /// <summary>Its place in the queue, which may be earlier than its deadline: then it is moved when it comes up.</summary>
    internal TimeSpan QueuedAt { get; set; }

    internal long QueuedOrder { get; set; }

    /// <summary>Starts it, or moves its deadline.</summary>
    /// <param name="due">From now; zero, or a time that has passed already, means the coming turn.</param>
    public void Start(TimeSpan due)
    {
        var now = _timers.Now;
        Deadline = due <= TimeSpan.Zero ? now : due < TimeSpan.MaxValue - now ? now + due : TimeSpan.MaxValue;
        _timers.Schedule(this);
    }

    /// <summary>Stops it; the callback will not be called. It keeps its place in the queue, for the next start.</summary>
    public void Stop() => Deadline = null;

    /// <summary>Stops it and gives up its place in the queue. It may still be started again.</summary>
    public void Dispose()
    {
        Deadline = null;
        _timers.Remove(this);
    }

    internal bool IsBefore(LoopTimer other) =>
        QueuedAt != other.QueuedAt ? QueuedAt < other.QueuedAt : QueuedOrder < other.QueuedOrder;

    internal void Fire()
    {
        Deadline = null;
        _callback(_state);
    }
}
