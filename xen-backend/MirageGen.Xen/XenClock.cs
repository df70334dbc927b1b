using MirageGen.Loop;

namespace MirageGen.Xen;

/// <summary>TIME and CLOCK of the domain: the hypervisor's clocks, with timers that fire on the loop.</summary>
/// <param name="machine">The domain.</param>
[Device(typeof(TimeProvider), Target = "xen", Shared = true)]
public sealed class XenClock(XenMachine machine) : LoopTimeProvider(machine.Loop);
