using System.Buffers.Binary;
using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Configuration;

public sealed class RouterDiscoveryTests
{
    private const string Router = "fe80::99";

    [Fact]
    public void Routers_are_asked_for_again_and_again_until_one_answers() => World.Run(async world =>
    {
        var (station, raw) = Setup(world);
        await raw.SettleAsync(100);
        var asked = raw.Icmps.Count(icmp => icmp[0] == 133);
        Assert.InRange(asked, 4, 6);
        Advertise(raw, lifetime: 1800);
        await raw.SettleAsync(1000);
        Assert.Equal(asked, raw.Icmps.Count(icmp => icmp[0] == 133));
        Assert.Single(station.Ip.Routes, route => route.Destination.Length == 0);
    });

    [Fact]
    public void An_advertisement_brings_an_address_a_route_name_servers_and_the_mtu() => World.Run(async world =>
    {
        var (station, raw) = Setup(world);
        Advertise(raw, 1800, [.. Prefix("2001:db8:7::", 64, 0xC0, 7200, 3600), .. Mtu(1400), .. NameServer("2001:db8::53", 600), .. Link(raw.Address)]);
        await raw.SettleAsync(5);

        var address = station.Ip.Addresses.Single(a => !a.V6.IsLinkLocal);
        Assert.Equal(new IPv6Address((IPv6Address.Parse("2001:db8:7::").Value) | station.Interface.Identifier), address.V6);
        Assert.Equal(address, station.Ip.SourceFor(IpAddress.Parse("2001:db8:ffff::1")));
        Assert.Equal(1360, station.Ip.MaxPayload(IpAddress.Parse("2001:db8:ffff::1")));
        Assert.Equal([IpAddress.Parse("2001:db8::53")], station.Ip.NameServers);

        raw.Frames.Clear();
        var talk = new Talk(station.Udp);
        talk.Send("2001:db8:ffff::1", 9, [1]);
        await raw.SettleAsync();
        Assert.Equal(1, raw.Packets(EtherType.IPv6).Last()[48]);
        await raw.SettleAsync(700);
        Assert.Empty(station.Ip.NameServers);
    });

    [Fact]
    public void The_identifier_is_the_hardware_address_with_ff_fe_in_the_middle() => World.Run(world =>
    {
        var station = Station.On(world, "station");
        var octets = new byte[6];
        station.Network.Address.CopyTo(octets);
        Span<byte> identifier = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(identifier, station.Interface.Identifier);
        Assert.Equal([(byte)(octets[0] ^ 2), octets[1], octets[2], 0xFF, 0xFE, octets[3], octets[4], octets[5]], identifier.ToArray());
        return Task.CompletedTask;
    });

    [Fact]
    public void What_was_advertised_ends_when_it_was_to_end() => World.Run(async world =>
    {
        var (station, raw) = Setup(world);
        Advertise(raw, 100, Prefix("2001:db8:7::", 64, 0xC0, 300, 200));
        await raw.SettleAsync(5);
        Assert.Equal(2, station.Ip.Addresses.Count);
        await raw.SettleAsync(100);
        Assert.DoesNotContain(station.Ip.Routes, route => route.Destination.Length == 0);
        Assert.Equal(IpAddress.None, station.Ip.SourceFor(IpAddress.Parse("2001:db8:ffff::1")));
        await raw.SettleAsync(200);
        Assert.Single(station.Ip.Addresses);
        Assert.DoesNotContain(station.Ip.Routes, route => route.Destination.Length == 64);
    });

    [Fact]
    public void A_forged_advertisement_cannot_end_an_address_at_once() => World.Run(async world =>
    {
        var (station, raw) = Setup(world);
        Advertise(raw, 1800, Prefix("2001:db8:7::", 64, 0xC0, 86_400, 86_400));
        await raw.SettleAsync(5);
        Advertise(raw, 1800, Prefix("2001:db8:7::", 64, 0xC0, 0, 0));
        await raw.SettleAsync(7000);
        Assert.Equal(2, station.Ip.Addresses.Count);
        await raw.SettleAsync(400);
        Assert.Single(station.Ip.Addresses);
    });

    [Fact]
    public void A_router_that_resigns_is_no_router_any_more() => World.Run(async world =>
    {
        var (station, raw) = Setup(world);
        Advertise(raw, 1800);
        await raw.SettleAsync();
        Assert.Single(station.Ip.Routes, route => route.Destination.Length == 0);
        Advertise(raw, 0);
        await raw.SettleAsync();
        Assert.DoesNotContain(station.Ip.Routes, route => route.Destination.Length == 0);
    });

    [Fact]
    public void A_flood_of_routers_and_prefixes_is_bounded() => World.Run(async world =>
    {
        var (station, raw) = Setup(world);
        for (var i = 0; i < 300; i++)
        {
            Advertise(raw, 1800, [.. Prefix($"2001:db8:{i:x}::", 64, 0xC0, 7200, 7200), .. NameServer($"2001:db8::{i:x}", 6000), .. Link(raw.Address)], from: $"fe80::{i + 0x100:x}");
            await raw.SettleAsync(0.01);
        }

        await raw.SettleAsync(5);
        Assert.Equal(RouterDiscovery.MostRoutes, station.Ip.Routes.Count);
        Assert.Equal(1 + RouterDiscovery.MostAddresses, station.Ip.Addresses.Count);
        Assert.Equal(RouterDiscovery.MostNameServers, station.Ip.NameServers.Count);
        Assert.True(station.Interface.Discovery.Table.Count <= NeighbourTable.MostNeighbours);
    });

    [Theory]
    [InlineData("2001:db8::99", 255)]
    [InlineData(Router, 64)]
    public void What_is_not_from_a_neighbour_is_dropped(string from, byte hopLimit) => World.Run(async world =>
    {
        var (station, raw) = Setup(world);
        Advertise(raw, 1800, Prefix("2001:db8:7::", 64, 0xC0, 7200, 7200), from, hopLimit);
        await raw.SettleAsync(5);
        Assert.Single(station.Ip.Addresses);
        Assert.Equal(1, station.Count("icmp", "not-neighbour"));
    });

    [Fact]
    public void A_prefix_of_another_length_or_without_the_flag_makes_no_address() => World.Run(async world =>
    {
        var (station, raw) = Setup(world);
        Advertise(raw, 1800, [.. Prefix("2001:db8:7::", 56, 0xC0, 7200, 7200), .. Prefix("2001:db8:8::", 64, 0x80, 7200, 7200), .. Prefix("2001:db8:9::", 64, 0x40, 100, 200), .. Prefix("fe80::", 64, 0xC0, 9, 9)]);
        await raw.SettleAsync(5);
        Assert.Single(station.Ip.Addresses);
        Assert.Equal([64, 56], station.Ip.Routes.Where(route => route.Gateway.IsNone).Select(route => route.Destination.Length));
    });

    private static (Station Station, RawStation Raw) Setup(World world)
    {
        var raw = new RawStation(world);
        var station = Station.On(world, "station");
        station.Interface.EnableIPv6(acceptsRouters: true);
        return (station, raw);
    }

    private static void Advertise(RawStation raw, ushort lifetime, ReadOnlySpan<byte> options = default, string from = Router, byte hopLimit = 255) =>
        raw.Send(GroupStation.Of(LinkGroups.AllNodes), Packets.Icmp(from, "ff02::1", 134, 0, 0x4000_0000u | lifetime, [.. new byte[8], .. options], hopLimit));

    private static byte[] Prefix(string prefix, byte length, byte flags, uint valid, uint preferred)
    {
        var option = new byte[32];
        option[0] = 3;
        option[1] = 4;
        option[2] = length;
        option[3] = flags;
        BinaryPrimitives.WriteUInt32BigEndian(option.AsSpan(4), valid);
        BinaryPrimitives.WriteUInt32BigEndian(option.AsSpan(8), preferred);
        IPv6Address.Parse(prefix).CopyTo(option.AsSpan(16));
        return option;
    }

    private static byte[] Mtu(uint mtu)
    {
        byte[] option = [5, 1, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(option.AsSpan(4), mtu);
        return option;
    }

    private static byte[] NameServer(string address, uint lifetime)
    {
        var option = new byte[24];
        option[0] = 25;
        option[1] = 3;
        BinaryPrimitives.WriteUInt32BigEndian(option.AsSpan(4), lifetime);
        IPv6Address.Parse(address).CopyTo(option.AsSpan(8));
        return option;
    }

    private static byte[] Link(MacAddress address)
    {
        byte[] option = [1, 1, 0, 0, 0, 0, 0, 0];
        address.CopyTo(option.AsSpan(2));
        return option;
    }
}
