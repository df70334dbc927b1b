using MirageGen.Loop;

namespace MirageGen.TestKit;

/// <summary>
/// TIME and CLOCK of a simulated world: <c>Task.Delay(span, clock)</c>, <c>CancellationTokenSource</c> and
/// <c>PeriodicTimer</c> follow virtual time, which jumps to the next deadline when nothing is left to do.
/// </summary>
[Device(typeof(TimeProvider), Target = SimulatedHost.Target, Shared = true)]
public sealed class SimulatedClock : LoopTimeProvider
{
    private readonly SimulatedHost _host;
    private readonly HostLife _life;

    /// <summary>The clock of a host.</summary>
    public SimulatedClock(SimulatedHost host)
        : base((host ?? throw new ArgumentNullException(nameof(host))).World.Loop)
    {
        _host = host;
        _life = host.Life;
    }

    /// <summary>
    /// The world's beginning, <see cref="World.Start"/>, plus the time that has passed in it, plus what this host's clock
    /// is wrong by (<see cref="SimulatedHost.ClockOffset"/>).
    /// </summary>
    public override DateTimeOffset GetUtcNow() => World.Start + _host.World.Now + _host.ClockOffset;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return base.CreateTimer(static timer => ((LivingTimer)timer!).Fire(), new LivingTimer(_life, callback, state), dueTime, period);
    }

    /// <summary>What a timer calls as long as its host lives.</summary>
    private sealed class LivingTimer(HostLife life, TimerCallback callback, object? state)
    {
        public void Fire()
        {
            if (!life.IsOver)
            {
                callback(state);
            }
        }
    }
}
