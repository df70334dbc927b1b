using MirageGen.Composition;
using MirageGen.TcpIp;

namespace MirageGen.Examples.Tests;

[Compose(typeof(LeaseServer))]
internal sealed partial class ComposedLeaseServer;

public sealed class LeaseServerTests
{
    [Fact]
    public void Hosts_get_addresses_a_router_and_name_servers() => World.Run(async world =>
    {
        var host = world.AddHost("server");
        await using var server = await StartAsync(host, "10.0.0.100", "10.0.0.101");
        var leased = new HashSet<string>();
        for (var i = 0; i < 2; i++)
        {
            var client = world.AddHost($"client{i}");
            var ip = new Ip(client.Clock, new SimulatedRandom(client));
            var side = ip.AddInterface("default", new Ethernet(new SimulatedNetwork(client, "default")));
            side.EnableDhcp();
            await world.DelayAsync(TimeSpan.FromSeconds(10));
            leased.Add(Assert.Single(side.Addresses).ToString());
            Assert.Equal(["10.0.0.53"], side.NameServers.Select(address => address.ToString()));
            Assert.Contains(ip.Routes, route => route.Destination.Length == 0 && route.Gateway == IPv4Address.Parse("10.0.0.254"));
        }

        Assert.Equal(["10.0.0.100/24", "10.0.0.101/24"], leased.Order());
        await server.StopAsync();
        Assert.Equal(["leasing 10.0.0.100 to 10.0.0.101", "2 addresses are given"], host.Console.Lines);
    });

    [Fact]
    public void A_range_that_is_not_of_the_network_is_a_mistake_in_the_arguments() => World.Run(async world =>
    {
        var host = world.AddHost("server");
        var mistake = await Assert.ThrowsAsync<BootArgumentException>(async () =>
        {
            await using var server = await StartAsync(host, "10.1.0.100", "10.1.0.101");
        });
        Assert.Contains("10.1.0.100 to 10.1.0.101", mistake.Message);
    });

    private static Task<ComposedLeaseServer> StartAsync(SimulatedHost host, string first, string last) => ComposedLeaseServer.StartAsync(
        host,
        address: IpPrefix.Parse("10.0.0.1/24"),
        first: IPv4Address.Parse(first),
        last: IPv4Address.Parse(last),
        router: IPv4Address.Parse("10.0.0.254"),
        nameServer: [IPv4Address.Parse("10.0.0.53")]);
}
