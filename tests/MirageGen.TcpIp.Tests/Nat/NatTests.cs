using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests;

/// <summary>Translation as hosts see it (RFC 4787, RFC 5382, RFC 5508).</summary>
public sealed class NatTests
{
    [Theory]
    [InlineData(NetworkOffloads.None, NetworkOffloads.None)]
    [InlineData(NetworkOffloads.TransmitChecksum | NetworkOffloads.ReceiveChecksum, NetworkOffloads.None)]
    [InlineData(NetworkOffloads.None, NetworkOffloads.TransmitChecksum | NetworkOffloads.ReceiveChecksum)]
    [InlineData(NetworkOffloads.TcpSegmentation | NetworkOffloads.ReceiveCoalescing | NetworkOffloads.ReceiveChecksum, NetworkOffloads.TransmitChecksum)]
    public void Datagrams_of_every_size_go_out_and_their_answers_come_back(NetworkOffloads inside, NetworkOffloads outside) => World.RunMany(3, async world =>
    {
        Shape(world, inside, outside);
        var net = new NatWorld(world);
        net.Outside.Echo();
        var talk = new Talk(net.Inside.Udp);
        foreach (var octets in (int[])[0, 1, 2, 999, 1472, 1473, 9000, 65_507])
        {
            var payload = new byte[octets];
            world.Random.Fill(payload);
            Assert.True(talk.Send("192.0.2.9", 7, payload));
            await net.SettleAsync();
            Assert.Equal(payload, talk.Received[^1]);
            Assert.Equal("192.0.2.9:7", talk.Paths[^1].Remote.ToString());
        }

        Assert.Equal(1, net.Nat.Count);
    });

    [Theory]
    [InlineData(NetworkOffloads.None, NetworkOffloads.None)]
    [InlineData(NetworkOffloads.TransmitChecksum | NetworkOffloads.ReceiveChecksum, NetworkOffloads.None)]
    [InlineData(NetworkOffloads.TcpSegmentation | NetworkOffloads.ReceiveCoalescing | NetworkOffloads.ReceiveChecksum, NetworkOffloads.None)]
    [InlineData(NetworkOffloads.None, NetworkOffloads.TcpSegmentation | NetworkOffloads.ReceiveCoalescing | NetworkOffloads.ReceiveChecksum)]
    [InlineData(
        NetworkOffloads.TcpSegmentation | NetworkOffloads.ReceiveCoalescing | NetworkOffloads.ReceiveChecksum,
        NetworkOffloads.TcpSegmentation | NetworkOffloads.ReceiveCoalescing | NetworkOffloads.ReceiveChecksum)]
    public void A_connection_carries_a_megabyte_each_way_and_ends(NetworkOffloads inside, NetworkOffloads outside) => World.Run(async world =>
    {
        Shape(world, inside, outside);
        var net = new NatWorld(world);
        await using var server = Tcp(net.Outside);
        await using var client = Tcp(net.Inside);
        await using var listener = server.Listen(new(IpAddress.None, 80));
        var echo = EchoAsync();
        var sent = Packets.Pattern(1_000_000);
        await using (var flow = await client.ConnectAsync(IpEndpoint.Parse("192.0.2.9:80")))
        {
            var writing = flow.Output.WriteAsync(sent).AsTask();
            var received = new byte[sent.Length];
            await flow.Input.AsStream().ReadExactlyAsync(received);
            await writing;
            Assert.Equal(sent, received);
        }

        var remote = await echo;
        Assert.Equal(NatWorld.OutsideAddress, remote.Address.ToString());
        Assert.True(NatTable.IsOurs(remote.Port));
        Assert.Equal(NatState.Closing, net.Nat.Find(IpProtocol.Tcp, remote.Port)!.State);
        await net.SettleAsync(300);
        Assert.Equal(0, net.Nat.Count);

        async Task<IpEndpoint> EchoAsync()
        {
            await using var flow = (await listener.AcceptAsync())!;
            await flow.Input.CopyToAsync(flow.Output);
            return flow.RemoteEndpoint;
        }
    });

    [Fact]
    public void An_endpoint_inside_has_one_port_outside_by_which_anyone_reaches_it() => World.Run(async world =>
    {
        var net = new NatWorld(world);
        var server = new Talk(net.Outside.Udp, 7);
        var peer = new Talk(net.OtherOutside.Udp, 8);
        var talk = new Talk(net.Inside.Udp);
        talk.Send("192.0.2.9", 7, [1]);
        talk.Send("192.0.2.10", 8, [2]);
        await net.SettleAsync();
        var port = server.Paths[0].Remote.Port;
        Assert.Equal($"{NatWorld.OutsideAddress}:{port}", peer.Paths[0].Remote.ToString());
        new Talk(net.OtherOutside.Udp, 99).Send(NatWorld.OutsideAddress, port, [3]);
        await net.SettleAsync();
        Assert.Equal("192.0.2.10:99", Assert.Single(talk.Paths).Remote.ToString());
    });

    [Fact]
    public void Two_hosts_with_the_same_port_have_different_ones_outside() => World.Run(async world =>
    {
        var net = new NatWorld(world);
        var server = new Talk(net.Outside.Udp, 7);
        new Talk(net.Inside.Udp, 1000).Send("192.0.2.9", 7, [1]);
        new Talk(net.OtherInside.Udp, 1000).Send("192.0.2.9", 7, [2]);
        await net.SettleAsync();
        Assert.Equal(2, server.Paths.Select(path => path.Remote).Distinct().Count());
    });

    [Fact]
    public void Hosts_inside_reach_each_other_by_the_outside_address() => World.Run(async world =>
    {
        var net = new NatWorld(world);
        var server = new Talk(net.Outside.Udp, 7);
        var first = new Talk(net.Inside.Udp, 1000);
        first.Send("192.0.2.9", 7, [1]);
        await net.SettleAsync();
        var port = server.Paths[0].Remote.Port;
        var second = new Talk(net.OtherInside.Udp, 2000);
        second.Send(NatWorld.OutsideAddress, port, [2]);
        await net.SettleAsync();
        Assert.Equal([2], first.Received[0]);
        Assert.Equal(NatWorld.OutsideAddress, first.Paths[0].Remote.Address.ToString());
        first.Send(NatWorld.OutsideAddress, first.Paths[0].Remote.Port, [3]);
        await net.SettleAsync();
        Assert.Equal([3], second.Received[0]);
        Assert.Equal($"{NatWorld.OutsideAddress}:{port}", second.Paths[0].Remote.ToString());
        Assert.Equal(2, net.Count("hairpins"));
    });

    [Fact]
    public void Pings_go_out_and_their_answers_come_back() => World.Run(async world =>
    {
        var net = new NatWorld(world);
        var raw = new RawStation(world, "raw", "inside") { AnswersFor = IPv4Address.Parse("10.0.0.9") };
        raw.Send(net.Router.Networks[0].Address, Packets.Ping("10.0.0.9", "192.0.2.9", Packets.Pattern(56)));
        await net.SettleAsync();
        var answer = Assert.Single(raw.Icmps);
        var expected = Packets.IcmpMessage("192.0.2.9", "10.0.0.9", 0, 0, 0x1234_0001, Packets.Pattern(56));
        Assert.Equal(expected, answer);
        await net.SettleAsync(75);
        Assert.Equal(0, net.Nat.Count);
    });

    [Fact]
    public void Nothing_from_outside_gets_in_unasked_and_nobody_answers() => World.Run(async world =>
    {
        var net = new NatWorld(world);
        var raw = new RawStation(world, "raw", "outside") { AnswersFor = IPv4Address.Parse("192.0.2.66") };
        var heard = new Talk(net.Inside.Udp, 20_000);
        var to = net.Router.Networks[1].Address;
        raw.Send(to, Packets.Udp("192.0.2.66", 1, NatWorld.OutsideAddress, 20_000, [1]));
        raw.Send(to, Packets.Udp("192.0.2.66", 1, "10.0.0.2", 20_000, [1]));
        raw.Send(to, Packets.Icmp("192.0.2.66", NatWorld.OutsideAddress, 0, 0, 0x5000_0000, []));
        var quoted = Packets.Udp(NatWorld.OutsideAddress, 20_000, "192.0.2.66", 9, [1]);
        raw.Send(to, Packets.Icmp("192.0.2.66", NatWorld.OutsideAddress, 3, 3, 0, quoted));
        await net.SettleAsync();
        Assert.Empty(heard.Received);
        Assert.Empty(raw.Packets(EtherType.IPv4));
        Assert.Equal(4, net.Count("unmapped"));
    });

    [Fact]
    public void What_is_for_the_router_itself_is_its_own() => World.Run(async world =>
    {
        var net = new NatWorld(world);
        net.Router.Echo(7);
        var fromOutside = new Talk(net.Outside.Udp);
        var fromInside = new Talk(net.Inside.Udp);
        fromOutside.Send(NatWorld.OutsideAddress, 7, [1]);
        fromInside.Send(NatWorld.OutsideAddress, 7, [2]);
        fromInside.Send("10.0.0.1", 7, [3]);
        await net.SettleAsync();
        Assert.Equal([1], Assert.Single(fromOutside.Received));
        Assert.Equal(2, fromInside.Received.Count);
        Assert.Equal(0, net.Nat.Count);
    });

    [Fact]
    public void A_mapping_is_kept_by_what_goes_out_and_forgotten_five_minutes_after() => World.Run(async world =>
    {
        var net = new NatWorld(world);
        var server = new Talk(net.Outside.Udp, 7);
        var talk = new Talk(net.Inside.Udp);
        for (var i = 0; i < 3; i++)
        {
            talk.Send("192.0.2.9", 7, [1]);
            await net.SettleAsync(200);
            server.Send(NatWorld.OutsideAddress, server.Paths[0].Remote.Port, [2]);
            await net.SettleAsync();
            Assert.Equal(i + 1, talk.Received.Count);
        }

        await net.SettleAsync(115);
        server.Send(NatWorld.OutsideAddress, server.Paths[0].Remote.Port, [3]);
        await net.SettleAsync();
        Assert.Equal(3, talk.Received.Count);
        Assert.Equal((0, 1), (net.Nat.Count, net.Count("expired")));
    });

    [Fact]
    public void With_another_address_outside_everything_begins_anew() => World.Run(async world =>
    {
        var net = new NatWorld(world);
        var server = new Talk(net.Outside.Udp, 7);
        var talk = new Talk(net.Inside.Udp);
        talk.Send("192.0.2.9", 7, [1]);
        await net.SettleAsync();
        var outside = net.Router.Ip.Interfaces[1];
        outside.Remove(outside.LocalAddresses[0]);
        talk.Send("192.0.2.9", 7, [2]);
        await net.SettleAsync();
        outside.AddAddress(IpPrefix.Parse("192.0.2.2/24"));
        talk.Send("192.0.2.9", 7, [3]);
        await net.SettleAsync();
        Assert.Equal([NatWorld.OutsideAddress, "192.0.2.2"], server.Paths.Select(path => path.Remote.Address.ToString()));
        Assert.Equal(1, net.Nat.Count);
    });

    [Fact]
    public void One_interface_is_the_outside_and_IPv6_passes_as_it_is() => World.Run(async world =>
    {
        var net = new NatWorld(world);
        Assert.Throws<InvalidOperationException>(net.Router.Ip.Interfaces[0].EnableNat);
        net.Router.Ip.Interfaces[0].AddAddress(IpPrefix.Parse("fd01::1/64"));
        net.Router.Ip.Interfaces[1].AddAddress(IpPrefix.Parse("fd02::1/64"));
        net.Inside.Interface.AddAddress(IpPrefix.Parse("fd01::2/64"));
        net.Outside.Interface.AddAddress(IpPrefix.Parse("fd02::9/64"));
        net.Inside.RouteBy("fd01::1");
        net.Outside.RouteBy("fd02::1");
        await net.SettleAsync(5);
        net.Outside.Echo();
        var talk = new Talk(net.Inside.Udp);
        talk.Send("fd02::9", 7, [1]);
        await net.SettleAsync();
        Assert.Single(talk.Received);
    });

    private static TcpTransport Tcp(Station station) => TcpTransport.Create(
        station.Ip, station.Host.Clock, station.Random, station.Host.Logs.CreateLogger("tcp"), TcpTransportOptions.Default, station.Statistics);

    private static void Shape(World world, NetworkOffloads inside, NetworkOffloads outside)
    {
        world.Segment("inside").Offloads = inside;
        world.Segment("outside").Offloads = outside;
        world.Segment("inside").LeavesChecksumsPartial = world.Random.NextInt32(2) == 0;
        world.Segment("outside").LeavesChecksumsPartial = world.Random.NextInt32(2) == 0;
    }
}
