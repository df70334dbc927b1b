using System.Text;
using MirageGen.TcpIp;

namespace MirageGen.Examples.Tests;

[Compose(typeof(Gateway))]
internal sealed partial class ComposedGateway;

public sealed class GatewayTests
{
    [Theory]
    [InlineData("192.0.2.1/24")]
    [InlineData(null)]
    public void A_host_inside_talks_to_one_outside_by_the_gateways_address(string? outsideAddress) => World.Run(async world =>
    {
        var (outside, server) = Host(world, "outside", "192.0.2.9/24", null);
        await using var leases = new DhcpServer(server, outside.Clock, new()
        {
            Server = IpPrefix.Parse("192.0.2.9/24"),
            First = IPv4Address.Parse("192.0.2.1"),
            Last = IPv4Address.Parse("192.0.2.1"),
        });
        var host = world.AddHost("gateway");
        await using var gateway = await ComposedGateway.StartAsync(
            host, insideAddress: IpPrefix.Parse("10.0.0.1/24"), outsideAddress: outsideAddress is null ? null : IpPrefix.Parse(outsideAddress));
        var (_, client) = Host(world, "inside", "10.0.0.2/24", "10.0.0.1");
        var askers = new List<IpAddress>();
        await using var echo = server.Bind(7, (IUdpSocket socket, in Datagram datagram) =>
        {
            askers.Add(datagram.Path.Remote.Address);
            socket.TrySend(datagram.Path, datagram.Payload);
        });
        var answers = new DatagramQueue();
        await using var asking = client.Bind(0, answers.Handler);
        await world.DelayAsync(TimeSpan.FromSeconds(10));

        asking.TrySend(new(IpEndpoint.Parse("192.0.2.9:7")), "across"u8);
        var answer = await answers.ReadAllAsync(world.Stop).FirstAsync();

        Assert.Equal("across", Encoding.ASCII.GetString(answer.Payload.Span));
        Assert.Equal(IPv4Address.Parse("192.0.2.1"), Assert.Single(askers));
        await gateway.StopAsync();
        Assert.Contains("1  mappings: mappings made", host.Console.Output, StringComparison.Ordinal);
    });

    private static (SimulatedHost Host, Udp Udp) Host(World world, string network, string address, string? router)
    {
        var host = world.AddHost($"{network} host");
        var ip = new Ip(host.Clock, new SimulatedRandom(host));
        var side = ip.AddInterface("default", new Ethernet(new SimulatedNetwork(host, network)));
        side.AddAddress(IpPrefix.Parse(address));
        if (router is not null)
        {
            ip.AddRoute(new(IpPrefix.Parse("0.0.0.0/0"), side, IpAddress.Parse(router)));
        }

        return (host, new(ip, new SimulatedRandom(host)));
    }
}
