using MirageGen.Loop;

namespace MirageGen.Xen.Machine;

/// <summary>The clock of the machine itself, which is there before the appliance's devices.</summary>
internal sealed class DomainClock(EventLoop loop) : LoopTimeProvider(loop);
