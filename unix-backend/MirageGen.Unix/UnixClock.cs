using MirageGen.Loop;

namespace MirageGen.Unix;

/// <summary>TIME and CLOCK of the process: the host's clocks, with timers that fire on the loop.</summary>
/// <param name="machine">The process.</param>
[Device(typeof(TimeProvider), Target = "unix", Shared = true)]
public sealed class UnixClock(UnixMachine machine) : LoopTimeProvider(machine.Loop);
