using System.Runtime.CompilerServices;
using MirageGen.Loop;

namespace MirageGen.Abstractions.Tests.Loop;

/// <summary>
/// A loop turned by hand, whose time stands still unless it is moved or slept away. While it lives it is the thread's.
/// </summary>
internal sealed class TestLoop : EventLoop, IDisposable
{
    private const int MostTurns = 100_000;

    private readonly StrongBox<TimeSpan> _now;
    private readonly SynchronizationContext? _before;
    private int _wakes;

    public TestLoop()
        : this(new StrongBox<TimeSpan>())
    {
    }

    private TestLoop(StrongBox<TimeSpan> now)
        : base(() => now.Value)
    {
        _now = now;
        Clock = new TestClock(this);
        _before = Enter();
    }

    /// <summary>The loop's time; moving it is all that makes it pass.</summary>
    public TimeSpan Now
    {
        get => _now.Value;
        set => _now.Value = value;
    }

    public TimeProvider Clock { get; }

    /// <summary>How often another thread woke it.</summary>
    public int Wakes => Volatile.Read(ref _wakes);

    /// <summary>How long the last look for events might have lasted.</summary>
    public TimeSpan LastSleep { get; private set; } = TimeSpan.MinValue;

    /// <summary>What arrives in a look for events.</summary>
    public Action? OnWait { get; set; }

    /// <summary>Whether sleeping makes time pass.</summary>
    public bool SleepsAway { get; set; }

    /// <summary>Runs an asynchronous function on a loop of its own, with time that passes at once.</summary>
    public static void Run(Func<TestLoop, Task> body)
    {
        using var loop = new TestLoop { SleepsAway = true };
        var task = body(loop);
        for (var turns = 0; !task.IsCompleted; turns++)
        {
            Assert.True(turns < MostTurns, "The loop turns without end.");
            loop.Turn();
            Assert.True(task.IsCompleted || loop.LastSleep != Timeout.InfiniteTimeSpan, "Nothing is left that could complete the test.");
        }

        task.GetAwaiter().GetResult();
    }

    /// <summary>One turn.</summary>
    public void Turn() => RunTurn(maySleep: true);

    /// <summary>One turn that only looks for events.</summary>
    public void TurnWithoutSleep() => RunTurn(maySleep: false);

    public void Dispose() => SetSynchronizationContext(_before);

    protected override void WaitForEvents(TimeSpan atMost)
    {
        LastSleep = atMost;
        if (SleepsAway && atMost > TimeSpan.Zero)
        {
            Now += atMost;
        }

        OnWait?.Invoke();
    }

    protected override void Wake() => Interlocked.Increment(ref _wakes);

    private sealed class TestClock(EventLoop loop) : LoopTimeProvider(loop)
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + new TimeSpan(GetTimestamp());
    }
}
