using MirageGen.Conformance;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

/// <summary>Flows between two hosts with the whole of our own stack, from the frame up.</summary>
public sealed class DirectPairs : IFlowPairs
{
    public void Run(Func<IFlow, IFlow, Task> test) => World.Run(async world =>
    {
        world.Segment().Wire = SimulatedWire.Ideal with { Delay = TimeSpan.FromMilliseconds(1) };
        world.Segment().Offloads = NetworkOffloads.TcpSegmentation | NetworkOffloads.ReceiveChecksum | NetworkOffloads.ReceiveCoalescing;
        var server = new DirectHost(world, "server", "10.0.0.1/24");
        var client = new DirectHost(world, "client", "10.0.0.2/24");
        var listener = server.Stack.Tcp.Listen(new(IpAddress.None, 80));
        var near = await client.Stack.Tcp.ConnectAsync(new(IpAddress.Parse("10.0.0.1"), 80), world.Stop);
        var far = (await listener.AcceptAsync(world.Stop))!;
        await listener.DisposeAsync();
        await test(near, far);
        await near.DisposeAsync();
        await far.DisposeAsync();
        await world.DelayAsync(TimeSpan.FromMinutes(10));
        Assert.Equal((0, 0), (server.Tcp.ReadCounters().Connections, client.Tcp.ReadCounters().Connections));
        Assert.Equal((0L, 0L), (server.Tcp.ReadCounters().BufferOctets, client.Tcp.ReadCounters().BufferOctets));
    });
}
