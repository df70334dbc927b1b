using MirageGen.Conformance;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

/// <summary>What TCP knows of its next hop (RFC 4861 section 7.3.1): the states of the client's neighbour while a connection is in use, or is not.</summary>
public sealed class ReachabilityHintTests
{
    /// <summary>How often a neighbour is looked at, and how long in all: many times as long as it is taken for reachable.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Time = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData("10.0.0.1/24", "10.0.0.2/24", true)]
    [InlineData("10.0.0.1/24", "10.0.0.2/24", false)]
    [InlineData("2001:db8::1/64", "2001:db8::2/64", true)]
    [InlineData("2001:db8::1/64", "2001:db8::2/64", false)]
    public void A_neighbour_that_a_connection_proves_reachable_is_not_probed(string server, string client, bool isSending) => World.Run(async world =>
    {
        var (near, far, host, neighbour) = await ConnectAsync(world, server, client);
        HashSet<NeighbourState> states = [];
        for (var begin = world.Now; world.Now - begin < Time; await world.DelayAsync(Step))
        {
            // The one who only receives sends nothing but acknowledgments.
            await (isSending ? near : far).SayAsync("x");
            Assert.Equal("x", await (isSending ? far : near).HearAsync(1));
            states.Add(neighbour.State);
        }

        Assert.Contains(NeighbourState.Reachable, states);
        Assert.DoesNotContain(NeighbourState.Probe, states);
        Assert.DoesNotContain(NeighbourState.Gone, states);
        Assert.Same(neighbour, host.Station.Interface.NeighboursFor(neighbour.Address).Find(neighbour.Address));
    });

    [Theory]
    [InlineData("10.0.0.1/24", "10.0.0.2/24")]
    [InlineData("2001:db8::1/64", "2001:db8::2/64")]
    public void A_neighbour_that_acknowledges_nothing_is_probed_and_given_up(string server, string client) => World.Run(async world =>
    {
        var (near, _, _, neighbour) = await ConnectAsync(world, server, client);
        await world.DelayAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(NeighbourState.Stale, neighbour.State);
        world.Segment().Wire = SimulatedWire.Ideal with { Loss = 1 };

        HashSet<NeighbourState> states = [];
        await near.SayAsync("x");
        for (var begin = world.Now; world.Now - begin < TimeSpan.FromSeconds(15); await world.DelayAsync(Step))
        {
            states.Add(neighbour.State);
        }

        Assert.Superset(new HashSet<NeighbourState> { NeighbourState.Delay, NeighbourState.Probe, NeighbourState.Gone }, states);
        Assert.DoesNotContain(NeighbourState.Reachable, states);
    });

    private static async Task<(ITcpFlow Near, ITcpFlow Far, DirectHost Client, Neighbour Neighbour)> ConnectAsync(World world, string server, string client)
    {
        world.Segment().Wire = SimulatedWire.Ideal with { Delay = TimeSpan.FromMilliseconds(1) };
        var serving = new DirectHost(world, "server", server);
        var connecting = new DirectHost(world, "client", client);
        await world.DelayAsync(TimeSpan.FromSeconds(8));
        var at = new IpEndpoint(IpPrefix.Parse(server).Address, 80);
        await using var listener = serving.Tcp.Listen(at);
        var near = await connecting.Tcp.ConnectAsync(at, world.Stop);
        var far = (await listener.AcceptAsync(world.Stop))!;
        return (near, far, connecting, connecting.Station.Interface.NeighboursFor(at.Address).Find(at.Address)!);
    }
}
