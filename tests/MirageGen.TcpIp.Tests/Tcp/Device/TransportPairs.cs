using MirageGen.Conformance;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

/// <summary>Flows between two hosts with our own TCP.</summary>
public abstract class TransportPairs(SimulatedWire wire, Action<EthernetSegment>? configure = null, bool isV6 = false) : IFlowPairs
{
    public void Run(Func<IFlow, IFlow, Task> test) => World.Run(async world =>
    {
        // A reset that is lost is not sent again: who waits for nothing else learns of it when it asks.
        var options = TcpTransportOptions.Default with { KeepAlive = TimeSpan.FromMinutes(1) };
        var duo = new Duo(world, wire, configure, options, options);
        var (near, far) = await duo.ConnectAsync(isV6);
        await test(near, far);
        await near.DisposeAsync();
        await far.DisposeAsync();
        await duo.SettleAsync();
        foreach (var host in (TcpHost[])[duo.Client, duo.Server])
        {
            var counters = host.Tcp.ReadCounters();
            Assert.Equal((0, 0L), (counters.Connections, counters.BufferOctets));
            Assert.Equal(0, counters.DroppedMalformed);
        }
    });
}
