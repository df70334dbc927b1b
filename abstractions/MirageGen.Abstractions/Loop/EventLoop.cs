using System.Collections.Concurrent;

namespace MirageGen.Loop;

/// <summary>
/// The one thread on which an appliance and its devices run: a queue of ready continuations, a set of timers, and one
/// sleep until the next deadline or event. Backends add the waiting: file descriptors on unix, event channels on Xen,
/// virtual time in a simulation.
/// </summary>
/// <remarks>
/// <para>Appliances never see it; they see <c>await</c>. It is the thread's <see cref="SynchronizationContext"/>, so a
/// plain <c>await</c> resumes on it, whatever completed it.</para>
/// <para>A turn runs what was ready when it began, then the timers that are due, then the devices that asked for
/// <see cref="AtEndOfTurn"/> (one flush, one doorbell), then looks for events. What becomes ready meanwhile waits for
/// the next turn, so that nothing resumes inside something else and no turn is without end.</para>
/// </remarks>
public abstract class EventLoop : SynchronizationContext
{
    private readonly ConcurrentQueue<Work> _posted = new();
    private readonly List<ITurnEnd> _turnEnds = [];
    private Work[] _ready = new Work[64];
    private int _readyHead;
    private int _readyCount;
    private int _ringing = -1;
    private Thread? _thread;
    private int _wakeRequested;

    /// <summary>Makes a loop whose timers follow a clock.</summary>
    /// <param name="now">The loop's time since an arbitrary start; never goes backwards.</param>
    protected EventLoop(Func<TimeSpan> now) => Timers = new LoopTimers(now);

    /// <summary>The loop of the running thread; null on a thread that has none.</summary>
    public static new EventLoop? Current => SynchronizationContext.Current as EventLoop;

    /// <summary>The loop's timers; devices and appliances reach them through <see cref="TimeProvider"/>.</summary>
    public LoopTimers Timers { get; }

    /// <summary>Whether the caller is on the loop's own thread.</summary>
    public bool IsCurrent => _thread == Thread.CurrentThread;

    /// <summary>
    /// Makes a continuation ready. For devices, on the loop's thread only; allocates nothing in the steady state.
    /// </summary>
    /// <param name="continuation">Called in the next turn.</param>
    /// <param name="state">Handed to it.</param>
    public void Enqueue(Action<object?> continuation, object? state) => EnqueueWork(new Work(continuation, state));

    /// <summary>Makes a callback ready, from any thread; wakes the loop if it sleeps.</summary>
    public sealed override void Post(SendOrPostCallback d, object? state)
    {
        if (IsCurrent)
        {
            EnqueueWork(new Work(d, state));
            return;
        }

        // The exchange is a full fence: either the loop finds the work before it sleeps, or this finds that it asked
        // for no wake-up yet.
        _posted.Enqueue(new Work(d, state));
        if (Interlocked.Exchange(ref _wakeRequested, 1) == 0)
        {
            Wake();
        }
    }

    /// <summary>Runs a callback on the loop and waits for it; at once when already there.</summary>
    /// <exception cref="InvalidOperationException">The caller is on another thread: a loop is never waited for.</exception>
    public sealed override void Send(SendOrPostCallback d, object? state)
    {
        if (!IsCurrent)
        {
            throw new InvalidOperationException("Only the loop's own thread may send to it; use Post.");
        }

        d(state);
    }

    /// <inheritdoc/>
    public sealed override SynchronizationContext CreateCopy() => this;

    /// <summary>
    /// Has a device called at the end of every turn from now on, after all that was ready has run. Those that asked last
    /// are called first: a device is made after those it stands on, so what it hands down at the end of a turn leaves in
    /// that same turn.
    /// </summary>
    public void AtEndOfTurn(ITurnEnd device) => _turnEnds.Add(device);

    /// <summary>Ends what <see cref="AtEndOfTurn"/> began; also from within <see cref="ITurnEnd.EndTurn"/>.</summary>
    public void Forget(ITurnEnd device)
    {
        var index = _turnEnds.IndexOf(device);
        if (index < 0)
        {
            return;
        }

        _turnEnds.RemoveAt(index);
        if (index < _ringing)
        {
            // The one that is being called has moved down: it is not to be called again.
            _ringing--;
        }
    }

    /// <summary>Makes the calling thread the loop's, starts something on it and runs turns to its end.</summary>
    /// <returns>The task's result; an exception of the task, or of a callback on the loop, is thrown.</returns>
    protected TResult RunToEnd<TResult>(Func<Task<TResult>> start)
    {
        ArgumentNullException.ThrowIfNull(start);
        var before = Enter();
        try
        {
            var task = NotifyAtEnd(start);
            while (!task.IsCompleted)
            {
                RunTurn(maySleep: true);
            }

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Makes the calling thread the loop's: sets its synchronization context.</summary>
    /// <returns>The context to restore when the loop is done.</returns>
    protected SynchronizationContext? Enter()
    {
        var before = SynchronizationContext.Current;
        _thread = Thread.CurrentThread;
        SetSynchronizationContext(this);
        return before;
    }

    /// <summary>Runs one turn, up to and including the look for events.</summary>
    /// <param name="maySleep">Whether the look may last until the next deadline when nothing is ready.</param>
    protected void RunTurn(bool maySleep)
    {
        TakePosted();
        for (var left = _readyCount; left > 0; left--)
        {
            Dequeue().Run();
        }

        Timers.RunDue();
        for (_ringing = _turnEnds.Count - 1; _ringing >= 0; _ringing--)
        {
            _turnEnds[_ringing].EndTurn();
        }

        WaitForEvents(!maySleep || _readyCount > 0 || !_posted.IsEmpty ? TimeSpan.Zero : Timers.UntilNext());
    }

    /// <summary>
    /// Sleeps until an event arrives, <see cref="Wake"/> is called or the time has passed, and hands events to their
    /// devices.
    /// </summary>
    /// <param name="atMost">Zero: only look. <see cref="Timeout.InfiniteTimeSpan"/>: there is no deadline.</param>
    protected abstract void WaitForEvents(TimeSpan atMost);

    /// <summary>Ends a sleep in <see cref="WaitForEvents"/>, now or the next one; called from other threads.</summary>
    protected abstract void Wake();

    // Whatever ends the task, there is something ready afterwards, so that the turn in which it ends does not sleep.
    private async Task<TResult> NotifyAtEnd<TResult>(Func<Task<TResult>> start)
    {
        try
        {
            return await start();
        }
        finally
        {
            Enqueue(static _ => { }, null);
        }
    }

    private void TakePosted()
    {
        if (Volatile.Read(ref _wakeRequested) != 0)
        {
            Interlocked.Exchange(ref _wakeRequested, 0);
        }

        while (_posted.TryDequeue(out var work))
        {
            EnqueueWork(work);
        }
    }

    private void EnqueueWork(in Work work)
    {
        if (_readyCount == _ready.Length)
        {
            Grow();
        }

        _ready[(_readyHead + _readyCount) & (_ready.Length - 1)] = work;
        _readyCount++;
    }

    private Work Dequeue()
    {
        ref var slot = ref _ready[_readyHead];
        var work = slot;
        slot = default;
        _readyHead = (_readyHead + 1) & (_ready.Length - 1);
        _readyCount--;
        return work;
    }

    private void Grow()
    {
        var larger = new Work[_ready.Length * 2];
        var first = _ready.Length - _readyHead;
        Array.Copy(_ready, _readyHead, larger, 0, first);
        Array.Copy(_ready, 0, larger, first, _readyHead);
        _ready = larger;
        _readyHead = 0;
    }

    private readonly struct Work(Delegate callback, object? state)
    {
        public void Run()
        {
            if (callback is Action<object?> continuation)
            {
                continuation(state);
            }
            else
            {
                ((SendOrPostCallback)callback)(state);
            }
        }
    }
}
