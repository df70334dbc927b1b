using MirageGen.Conformance;
using MirageGen.Unix.Events;

namespace MirageGen.Unix.Tests;

/// <summary>TCP over loopback on the portable loop.</summary>
public sealed class PortablePairs : IFlowPairs
{
    /// <inheritdoc/>
    public void Run(Func<IFlow, IFlow, Task> test) => UnixRig.Run(static () => new PortableLoop(), async rig =>
    {
        var (near, far) = await rig.ConnectAsync(IPv4Address.Loopback);
        await test(near, far);
        await near.DisposeAsync();
        await far.DisposeAsync();
    });
}
