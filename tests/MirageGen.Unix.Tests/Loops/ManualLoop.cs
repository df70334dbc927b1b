using MirageGen.Loop;

namespace MirageGen.Unix.Tests;

/// <summary>A loop whose time passes when a test says so.</summary>
internal sealed class ManualLoop : EventLoop
{
    private readonly Time _time;

    public ManualLoop()
        : this(new Time())
    {
    }

    private ManualLoop(Time time)
        : base(() => time.Now) =>
        _time = time;

    /// <summary>Lets time pass and runs what is due.</summary>
    public void Pass(TimeSpan span)
    {
        _time.Now += span;
        RunTurn(maySleep: false);
    }

    protected override void WaitForEvents(TimeSpan atMost)
    {
    }

    protected override void Wake()
    {
    }

    private sealed class Time
    {
        public TimeSpan Now { get; set; }
    }
}
