using MirageGen.Loop;

namespace MirageGen.Benchmarks;

/// <summary>A loop with nothing to wait for, whose turns and whose time are the benchmark's.</summary>
internal sealed class BareLoop : EventLoop
{
    private readonly Clock _clock;

    public BareLoop()
        : this(new Clock())
    {
    }

    private BareLoop(Clock clock)
        : base(() => clock.Now) => _clock = clock;

    /// <summary>Lets time pass.</summary>
    public void Advance(TimeSpan time) => _clock.Now += time;

    /// <summary>Makes the calling thread the loop's, and returns the context that it had.</summary>
    public SynchronizationContext? Own() => Enter();

    /// <summary>Runs one turn.</summary>
    public void Turn() => RunTurn(maySleep: false);

    protected override void WaitForEvents(TimeSpan atMost)
    {
    }

    protected override void Wake()
    {
    }

    private sealed class Clock
    {
        public TimeSpan Now { get; set; }
    }
}
