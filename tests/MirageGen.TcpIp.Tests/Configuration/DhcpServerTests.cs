using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Configuration;

public sealed class DhcpServerTests
{
    [Fact]
    public void Our_clients_get_addresses_from_our_server_and_talk() => World.RunMany(5, async world =>
    {
        world.Segment().Wire = new() { Loss = 0.1, Duplication = 0.1, Delay = TimeSpan.FromMilliseconds(1) };
        var (server, _) = Setup(world);
        server.Echo();
        var clients = Enumerable.Range(0, 5).Select(i => Station.On(world, $"client {i}")).ToArray();
        foreach (var client in clients)
        {
            client.Interface.EnableDhcp();
        }

        await world.DelayAsync(TimeSpan.FromSeconds(300));
        world.Segment().Wire = SimulatedWire.Ideal;
        var addresses = clients.Select(client => Assert.Single(client.Ip.Addresses)).ToArray();
        Assert.Equal(5, addresses.Distinct().Count());
        Assert.All(addresses, address => Assert.InRange(address.V4.Value, IPv4Address.Parse("10.0.0.100").Value, IPv4Address.Parse("10.0.0.109").Value));
        var talk = new Talk(clients[0].Udp);
        talk.Send("10.0.0.1", 7, [5]);
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Single(talk.Received);
        Assert.Equal([IpAddress.Parse("10.0.0.53")], clients[0].Ip.NameServers);
    });

    [Fact]
    public void A_client_keeps_its_address_over_days() => World.Run(async world =>
    {
        var (_, dhcp) = Setup(world);
        var client = Station.On(world, "client");
        client.Interface.EnableDhcp();
        await world.DelayAsync(TimeSpan.FromSeconds(5));
        var address = Assert.Single(client.Ip.Addresses);
        await world.DelayAsync(TimeSpan.FromHours(20));
        Assert.Equal(address, Assert.Single(client.Ip.Addresses));
        Assert.Equal(1, dhcp.Leases);
        Assert.Equal(1, client.Count("dhcp default", "leases"));
    });

    [Fact]
    public void A_flood_of_clients_takes_what_there_is_and_it_is_free_again() => World.Run(async world =>
    {
        var (server, dhcp) = Setup(world);
        var raw = new RawStation(world);
        for (var i = 0; i < 1000; i++)
        {
            Send(raw, DhcpMessageType.Discover, new([2, 9, 9, 9, (byte)(i >> 8), (byte)i]));
            if (i % 50 == 0)
            {
                await raw.SettleAsync();
            }
        }

        await raw.SettleAsync();
        Assert.Equal(10, dhcp.Leases);
        Assert.Equal(10, Offers(raw).Distinct().Count());
        await raw.SettleAsync(31);
        var client = Station.On(world, "client");
        client.Interface.EnableDhcp();
        await raw.SettleAsync(5);
        Assert.Single(client.Ip.Addresses);
        Assert.Equal(IpAddress.Parse("10.0.0.1"), server.Ip.Addresses[0]);
    });

    [Fact]
    public void A_reserved_address_goes_to_whom_it_is_for_and_a_wish_is_heard() => World.Run(async world =>
    {
        var raw = new RawStation(world);
        Setup(world, options => options with { Reserved = new Dictionary<MacAddress, IPv4Address> { [raw.Address] = IPv4Address.Parse("10.0.0.200") } });
        Send(raw, DhcpMessageType.Discover, raw.Address);
        Send(raw, DhcpMessageType.Discover, MacAddress.Parse("02:00:00:00:00:01"), "10.0.0.105");
        Send(raw, DhcpMessageType.Discover, MacAddress.Parse("02:00:00:00:00:02"), "10.0.0.105");
        Send(raw, DhcpMessageType.Discover, MacAddress.Parse("02:00:00:00:00:03"), "10.0.0.200");
        await raw.SettleAsync();
        Assert.Equal(["10.0.0.200", "10.0.0.105", "10.0.0.100", "10.0.0.101"], Offers(raw));
    });

    [Fact]
    public void What_a_client_cannot_have_is_refused() => World.Run(async world =>
    {
        var raw = new RawStation(world);
        Setup(world);
        Send(raw, DhcpMessageType.Request, raw.Address, "10.0.0.7");
        Send(raw, DhcpMessageType.Request, raw.Address, "192.168.0.7");
        Send(raw, DhcpMessageType.Request, raw.Address, "10.0.0.1");
        await raw.SettleAsync();
        Assert.Equal([DhcpMessageType.Nak, DhcpMessageType.Nak, DhcpMessageType.Nak], Answers(raw).Select(answer => answer.Type));
    });

    [Fact]
    public void A_declined_address_is_given_to_nobody_for_a_while() => World.Run(async world =>
    {
        var raw = new RawStation(world);
        Setup(world);
        Send(raw, DhcpMessageType.Discover, raw.Address);
        Send(raw, DhcpMessageType.Decline, raw.Address, "10.0.0.100", server: "10.0.0.1");
        Send(raw, DhcpMessageType.Discover, raw.Address, "10.0.0.100");
        await raw.SettleAsync();
        Assert.Equal(["10.0.0.100", "10.0.0.101"], Offers(raw));
    });

    [Fact]
    public void Options_that_do_not_fit_are_refused() => World.Run(world =>
    {
        foreach (var change in (Func<DhcpServerOptions, DhcpServerOptions>[])[
            o => o with { First = IPv4Address.Parse("10.0.1.1") },
            o => o with { First = o.Last, Last = o.First },
            o => o with { Last = IPv4Address.Parse("10.0.0.255") },
            o => o with { Router = IPv4Address.Parse("10.0.9.1") },
            o => o with { LeaseTime = TimeSpan.FromSeconds(1) },
            o => o with { Server = IpPrefix.Parse("2001:db8::1/64") }])
        {
            Assert.Throws<ArgumentException>(() => change(Options).Validate());
        }

        Options.Validate();
        return Task.CompletedTask;
    });

    private static DhcpServerOptions Options { get; } = new()
    {
        Server = IpPrefix.Parse("10.0.0.1/24"),
        First = IPv4Address.Parse("10.0.0.100"),
        Last = IPv4Address.Parse("10.0.0.109"),
        Router = IPv4Address.Parse("10.0.0.1"),
        NameServers = [IPv4Address.Parse("10.0.0.53")],
        DomainName = "example.org",
    };

    private static (Station Server, DhcpServer Dhcp) Setup(World world, Func<DhcpServerOptions, DhcpServerOptions>? change = null)
    {
        var server = Station.On(world, "server", "10.0.0.1/24");
        return (server, new(server.Udp, server.Host.Clock, change?.Invoke(Options) ?? Options));
    }

    private static void Send(RawStation raw, DhcpMessageType type, MacAddress station, string? wish = null, string? server = null)
    {
        var room = new byte[DhcpWriter.MostOctets];
        var message = new DhcpWriter(room, DhcpMessage.FromClient, type, 7, station);
        if (wish is not null)
        {
            message.Add(DhcpOption.RequestedAddress, IPv4Address.Parse(wish));
        }

        if (server is not null)
        {
            message.Add(DhcpOption.ServerIdentifier, IPv4Address.Parse(server));
        }

        raw.Send(MacAddress.Broadcast, Packets.Udp("0.0.0.0", 68, "255.255.255.255", 67, room.AsSpan(0, message.End())));
    }

    private static IEnumerable<(DhcpMessageType Type, string Address)> Answers(RawStation raw) =>
        raw.Packets(EtherType.IPv4).Where(packet => packet[9] == 17 && packet[23] == 68).Select(packet =>
        {
            Assert.Equal(WireError.None, DhcpMessage.TryRead(packet.AsSpan(28), out var message));
            return (message.Type, message.YourAddress.ToString());
        });

    private static IEnumerable<string> Offers(RawStation raw) =>
        Answers(raw).Where(answer => answer.Type == DhcpMessageType.Offer).Select(answer => answer.Address);
}
