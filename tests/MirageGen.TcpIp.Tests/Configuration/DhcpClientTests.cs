using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Configuration;

public sealed class DhcpClientTests
{
    private static readonly IpAddress Leased = IpAddress.Parse("10.0.0.50");

    [Fact]
    public void A_lease_brings_address_route_name_servers_and_mtu() => World.Run(async world =>
    {
        var (station, script) = Setup(world);
        script.Options = static (ref DhcpWriter message) =>
        {
            message.Add(DhcpOption.DomainNameServer, [10, 0, 0, 53, 224, 0, 0, 1, 10, 0, 0, 54]);
            message.Add(DhcpOption.InterfaceMtu, [0x05, 0x78]);
            message.Add(DhcpOption.HostName, "guest"u8);
        };
        station.Interface.EnableDhcp("me");
        await script.Raw.SettleAsync(2);

        Assert.Equal([Leased], station.Ip.Addresses);
        Assert.Equal("10.0.0.50/24", Assert.Single(station.Interface.Addresses).ToString());
        Assert.Equal(Leased, station.Ip.SourceFor(IpAddress.Parse("192.0.2.1")));
        Assert.Equal(1380, station.Ip.MaxPayload(IpAddress.Parse("192.0.2.1")));
        Assert.Equal(["10.0.0.53", "10.0.0.54"], station.Ip.NameServers.Select(server => server.ToString()));
        Assert.Equal("guest", station.Interface.Dhcp!.Lease!.HostName);
        Assert.Equal([DhcpMessageType.Discover, DhcpMessageType.Request], script.Received.Select(message => message.Type));
        Assert.All(script.Received, message =>
        {
            Assert.Equal("00000000ffffffff", Convert.ToHexStringLower(message.Packet.AsSpan(12, 8)));
            Assert.Equal(WireError.None, DhcpMessage.TryRead(message.Octets, out var view));
            Assert.True(view.TryFind(DhcpOption.HostName, out var name) && name.SequenceEqual("me"u8));
        });
        Assert.Equal(3, script.Raw.Arps.Count(arp => arp.IsProbe && arp.Target == Leased.V4));
        Assert.Contains(script.Raw.Arps, arp => arp.Sender == Leased.V4 && arp.Target == Leased.V4);
        Assert.True(station.Host.Logs.Contains("10.0.0.50/24"));
    });

    [Fact]
    public void Nothing_is_lost_when_messages_are() => World.RunMany(30, async world =>
    {
        var (station, script) = Setup(world);
        // As long as fifty questions take, of which two in three are answered.
        script.Mutate = octets => world.Random.NextInt32(3) == 0 ? null : octets;
        station.Interface.EnableDhcp();
        await script.Raw.SettleAsync(3000);
        Assert.Equal([Leased], station.Ip.Addresses);
    });

    [Fact]
    public void Everything_twice_is_as_good_as_once() => World.Run(async world =>
    {
        var (station, script) = Setup(world);
        script.Raw.Network.Wire = new() { Duplication = 1 };
        station.Interface.EnableDhcp();
        await script.Raw.SettleAsync(5);
        Assert.Equal([Leased], station.Ip.Addresses);
        Assert.Equal(2, script.Received.Count);
    });

    [Fact]
    public void A_server_is_looked_for_ever_more_rarely() => World.Run(async world =>
    {
        var (station, script) = Setup(world);
        script.Answers = _ => DhcpMessageType.None;
        station.Interface.EnableDhcp();
        await script.Raw.SettleAsync(60);
        Assert.InRange(script.Count(DhcpMessageType.Discover), 5, 7);
        await script.Raw.SettleAsync(640);
        Assert.InRange(script.Count(DhcpMessageType.Discover), 13, 19);
        script.Answers = type => type == DhcpMessageType.Discover ? DhcpMessageType.Offer : DhcpMessageType.Ack;
        await script.Raw.SettleAsync(72);
        Assert.Equal([Leased], station.Ip.Addresses);
    });

    [Fact]
    public void A_lease_is_renewed_at_half_its_time_by_its_server() => World.Run(async world =>
    {
        var (station, script) = Setup(world);
        station.Interface.EnableDhcp();
        await script.Raw.SettleAsync(1790);
        Assert.Equal(1, script.Count(DhcpMessageType.Request));
        await script.Raw.SettleAsync(20);
        Assert.Equal(2, script.Count(DhcpMessageType.Request));
        var renewal = script.Received[^1];
        Assert.Equal("0a0000320a000002", Convert.ToHexStringLower(renewal.Packet.AsSpan(12, 8)));
        Assert.Equal(WireError.None, DhcpMessage.TryRead(renewal.Octets, out var message));
        Assert.Equal((Leased.V4, IPv4Address.Any, IPv4Address.Any), (message.ClientAddress, message.Address(DhcpOption.RequestedAddress), message.Address(DhcpOption.ServerIdentifier)));
        await script.Raw.SettleAsync(80_000);
        Assert.Equal([Leased], station.Ip.Addresses);
        Assert.InRange(station.Count("dhcp default", "renewals"), 42, 46);
        Assert.Equal(1, script.Count(DhcpMessageType.Discover));
    });

    [Fact]
    public void A_server_that_is_gone_is_asked_then_all_are_and_then_the_address_is_given_up() => World.Run(async world =>
    {
        var (station, script) = Setup(world);
        station.Interface.EnableDhcp();
        await script.Raw.SettleAsync(10);
        script.Answers = _ => DhcpMessageType.None;
        await script.Raw.SettleAsync(3140);
        var unicast = script.Received.Count(message => message.Type == DhcpMessageType.Request && message.Packet[16] == 10);
        Assert.InRange(unicast, 3, 12);
        await script.Raw.SettleAsync(440);
        Assert.Contains(script.Received, message => message.Type == DhcpMessageType.Request && message.Packet[12] == 10 && message.Packet[16] == 255);
        Assert.Equal([Leased], station.Ip.Addresses);
        await script.Raw.SettleAsync(30);
        Assert.Empty(station.Ip.Addresses);
        Assert.Empty(station.Ip.Routes);
        Assert.True(script.Count(DhcpMessageType.Discover) > 1);
        Assert.True(station.Host.Logs.Contains("ended"));
    });

    [Fact]
    public void An_address_that_somebody_has_is_declined_and_another_taken() => World.Run(async world =>
    {
        var (station, script) = Setup(world);
        var squatter = new RawStation(world, "squatter");
        squatter.OnFrame = frame =>
        {
            if (RawStation.Protocol(frame) == EtherType.Arp && ArpPacket.TryRead(frame.AsSpan(14), out var arp) == WireError.None && arp.IsProbe && arp.Target == Leased.V4)
            {
                squatter.Send(arp.SenderHardware, new ArpPacket(ArpOperation.Reply, squatter.Address, Leased.V4, arp.SenderHardware, default));
            }
        };
        station.Interface.EnableDhcp();
        await script.Raw.SettleAsync(5);
        Assert.Empty(station.Ip.Addresses);
        Assert.Equal(1, script.Count(DhcpMessageType.Decline));
        script.Address = "10.0.0.51";
        await script.Raw.SettleAsync(10);
        Assert.Equal([IpAddress.Parse("10.0.0.51")], station.Ip.Addresses);
    });

    [Fact]
    public void A_refusal_begins_anew() => World.Run(async world =>
    {
        var (station, script) = Setup(world);
        station.Interface.EnableDhcp();
        await script.Raw.SettleAsync(10);
        script.Answers = type => type == DhcpMessageType.Request ? DhcpMessageType.Nak : DhcpMessageType.None;
        await script.Raw.SettleAsync(1800);
        Assert.Empty(station.Ip.Addresses);
        Assert.Equal(1, station.Count("dhcp default", "refused"));
    });

    [Fact]
    public void Classless_routes_count_in_place_of_the_router() => World.Run(async world =>
    {
        var (station, script) = Setup(world);
        script.Options = static (ref DhcpWriter message) =>
            message.Add(DhcpOption.ClasslessRoutes, [24, 192, 168, 7, 10, 0, 0, 3, 16, 172, 16, 0, 0, 0, 0, 8, 11, 192, 0, 2, 1]);
        station.Interface.EnableDhcp();
        await script.Raw.SettleAsync(5);
        Assert.Equal(
            ["10.0.0.0/24>*", "192.168.7.0/24>10.0.0.3", "172.16.0.0/16>*"],
            station.Ip.Routes.Select(route => $"{route.Destination}>{route.Gateway}"));
    });

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("127.0.0.1")]
    [InlineData("224.0.0.7")]
    [InlineData("10.0.0.255")]
    [InlineData("10.0.0.0")]
    public void An_offer_of_no_address_is_ignored(string address) => World.Run(async world =>
    {
        var (station, script) = Setup(world);
        script.Address = address;
        station.Interface.EnableDhcp();
        await script.Raw.SettleAsync(30);
        Assert.Empty(station.Ip.Addresses);
        Assert.Equal(0, script.Count(DhcpMessageType.Request));
    });

    [Fact]
    public void Hostile_answers_do_no_harm_and_a_good_one_still_counts() => World.RunMany(30, async world =>
    {
        var (station, script) = Setup(world);
        script.Mutate = octets =>
        {
            for (var changes = world.Random.NextInt32(6); changes > 0; changes--)
            {
                octets[world.Random.NextInt32(octets.Length)] = (byte)world.Random.NextInt32(256);
            }

            return world.Random.NextInt32(4) == 0 ? octets[..world.Random.NextInt32(octets.Length)] : octets;
        };
        station.Interface.EnableDhcp();
        await script.Raw.SettleAsync(2000);
        script.Mutate = octets => octets;
        await station.Ip.DisposeAsync();
        var second = Station.On(world, "second");
        second.Interface.EnableDhcp();
        await script.Raw.SettleAsync(100);
        Assert.Equal([Leased], second.Ip.Addresses);
    });

    [Fact]
    public void Answers_to_others_and_out_of_place_are_ignored() => World.Run(async world =>
    {
        var (station, script) = Setup(world);
        script.Answers = _ => DhcpMessageType.None;
        station.Interface.EnableDhcp();
        await script.Raw.SettleAsync();
        Assert.Equal(WireError.None, DhcpMessage.TryRead(script.Received[0].Octets, out var discover));
        script.Send(DhcpMessageType.Ack, discover.Transaction, station.Network.Address);
        script.Send(DhcpMessageType.Nak, discover.Transaction, station.Network.Address);
        script.Send(DhcpMessageType.Offer, discover.Transaction + 1, station.Network.Address);
        script.Send(DhcpMessageType.Offer, discover.Transaction, script.Raw.Address);
        await script.Raw.SettleAsync();
        Assert.Equal(DhcpState.Selecting, station.Interface.Dhcp!.State);
        Assert.Equal(4, station.Count("dhcp default", "ignored"));
    });

    [Fact]
    public void The_lease_is_given_back_at_the_end() => World.Run(async world =>
    {
        var (station, script) = Setup(world);
        script.Raw.AnswersFor = IPv4Address.Parse("10.0.0.2");
        station.Interface.EnableDhcp();
        await script.Raw.SettleAsync(5);
        new Talk(station.Udp).Send("10.0.0.2", 9, [1]);
        await script.Raw.SettleAsync(1);
        await station.Ip.DisposeAsync();
        await script.Raw.SettleAsync(1);
        Assert.Equal(1, script.Count(DhcpMessageType.Release));
    });

    private static (Station Station, DhcpScript Script) Setup(World world)
    {
        var script = new DhcpScript(new RawStation(world) { AnswersFor = IPv4Address.Parse("10.0.0.2") });
        return (Station.On(world, "station"), script);
    }
}
