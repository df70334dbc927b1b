using MirageGen.Loop;

namespace MirageGen.TestKit;

/// <summary>
/// The loop of a simulated world. It never sleeps: when nothing is ready, time jumps to the next deadline; when there
/// is none either, nothing will ever happen again.
/// </summary>
internal sealed class SimulatedLoop : EventLoop
{
    /// <summary>
    /// Real time allowed, once, for a continuation that strayed to another thread to show itself, so that the failure
    /// says so and not that nothing waits. Only a run that is about to fail pays it.
    /// </summary>
    private static readonly TimeSpan StrayGrace = TimeSpan.FromMilliseconds(250);

    private readonly TimeCell _time;
    private readonly object _wake = new();
    private volatile string? _disturbance;
    private IRunGuard? _guard;
    private Task? _awaited;
    private bool _isIdle;

    public SimulatedLoop()
        : this(new TimeCell())
    {
    }

    private SimulatedLoop(TimeCell time)
        : base(() => time.Now) => _time = time;

    public TimeSpan Now => _time.Now;

    public long Turns { get; private set; }

    /// <summary>Runs until a task has ended.</summary>
    /// <param name="begin">Begins the task, on the loop.</param>
    /// <param name="guard">What bounds the run.</param>
    public void Run(Func<Task> begin, IRunGuard guard)
    {
        var before = Enter();
        _guard = guard;
        try
        {
            _awaited = begin();
            while (!_awaited.IsCompleted)
            {
                RunTurn(maySleep: true);
                Turns++;
                Check();
            }
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <inheritdoc/>
    protected override void WaitForEvents(TimeSpan atMost)
    {
        if (_awaited is null or { IsCompleted: true } || _guard!.HasFailed)
        {
            return;
        }

        _isIdle = atMost == Timeout.InfiniteTimeSpan;
        if (!_isIdle)
        {
            _time.Now += atMost;
        }
    }

    /// <inheritdoc/>
    protected override void Wake()
    {
        // On the other thread; the first one's way is the one to report.
        lock (_wake)
        {
            _disturbance ??= DescribeCaller();
            Monitor.PulseAll(_wake);
        }
    }

    private void Check()
    {
        var guard = _guard!;
        guard.OnTurn();
        if (_isIdle && !_awaited!.IsCompleted)
        {
            WaitForStray();
        }

        if (_disturbance is { } disturbance)
        {
            guard.OnDisturbed(disturbance);
        }

        if (_isIdle && !_awaited!.IsCompleted)
        {
            guard.OnIdle();
        }
    }

    private void WaitForStray()
    {
        lock (_wake)
        {
            if (_disturbance is null)
            {
                Monitor.Wait(_wake, StrayGrace);
            }
        }
    }

    /// <summary>Where the calling thread is, without the frames of the loop itself.</summary>
    private static string DescribeCaller()
    {
        const int Own = 3;
        const int Most = 12;
        return string.Join('\n', Environment.StackTrace.Split('\n').Skip(Own).Take(Most));
    }

    private sealed class TimeCell
    {
        public TimeSpan Now { get; set; }
    }
}
