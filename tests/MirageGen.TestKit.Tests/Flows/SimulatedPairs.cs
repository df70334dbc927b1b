using MirageGen.Conformance;

namespace MirageGen.TestKit.Tests.Flows;

/// <summary>Flows between two hosts of a world.</summary>
/// <remarks>The wire does not cut: some of the suite expects what was written at once to arrive at once.</remarks>
public abstract class SimulatedPairs(Wire wire) : IFlowPairs
{
    public void Run(Func<IFlow, IFlow, Task> test) => World.Run(async world =>
    {
        world.Internet.Wire = wire;
        var server = world.AddHost("server");
        var client = world.AddHost("client");
        await using var listener = server.Tcp.Listen(new(IpAddress.None, 80));
        var near = await client.Tcp.ConnectAsync(new(server.Address, 80), world.Stop);
        var far = (await listener.AcceptAsync(world.Stop))!;
        await test(near, far);
        await near.DisposeAsync();
        await far.DisposeAsync();
        Assert.Empty(client.Stack.Open);
        await listener.DisposeAsync();
        Assert.Empty(server.Stack.Open);
    });
}
