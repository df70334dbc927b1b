using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests;

/// <summary>What a router of ours tells the hosts of its links (RFC 4861 section 6.2).</summary>
public sealed class RouterAdvertiserTests
{
    [Fact]
    public void Hosts_behind_a_router_make_addresses_and_talk_across_it() => World.Run(async world =>
    {
        var router = Router(world);
        router.Join("b", "fd02::1/64").EnableRouterAdvertisements();
        var left = Host(world, "left", "a");
        var right = Host(world, "right", "b");
        await world.DelayAsync(TimeSpan.FromSeconds(10));
        right.Echo();
        var talk = new Talk(left.Udp);
        var to = right.Ip.Addresses.Single(address => address.ToString().StartsWith("fd02:", StringComparison.Ordinal));
        Assert.True(talk.Send(to.ToString(), 7, [1]));
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal([1], Assert.Single(talk.Received));
    });

    [Fact]
    public void A_solicitation_is_answered_soon_and_many_by_one() => World.Run(async world =>
    {
        var router = Router(world);
        var raw = new RawStation(world, "raw", "a");
        await raw.SettleAsync(60);
        Assert.InRange(Advertisements(raw).Count(), 3, 6);
        raw.Frames.Clear();
        for (var i = 0; i < 50; i++)
        {
            Solicit(router, raw, "fe80::9", withStation: true);
        }

        await raw.SettleAsync(0.6);
        var packet = Assert.Single(Advertisements(raw));
        Assert.Equal((255, "ff02::1"), (packet[7], new IPv6Address(packet.AsSpan(24)).ToString()));
        Assert.Equal(WireError.None, RouterAdvertisement.TryRead(packet.AsSpan(40), out var message));
        Assert.Equal((64, 1800), ((int)message.HopLimit, (int)message.Lifetime.TotalSeconds));
        var options = message.Options;
        Assert.True(options.TryFindLinkAddress(NdpOptionType.SourceLinkAddress, out var station));
        Assert.Equal(router.Network.Address, station);
        Assert.True(options.MoveNext() && options.Type == NdpOptionType.Mtu);
        Assert.True(options.MoveNext());
        Assert.Equal(WireError.None, PrefixInformation.TryRead(options.Content, out var prefix));
        Assert.Equal(new PrefixInformation(IPv6Address.Parse("fd01::"), 64, true, true, 5400, 2700), prefix);
        Assert.False(options.MoveNext());

        // From nobody a station cannot be.
        raw.Frames.Clear();
        await raw.SettleAsync(3);
        Solicit(router, raw, "::", withStation: true);
        await raw.SettleAsync();
        Assert.Equal(1, router.Count("icmp", "not-neighbour"));
    });

    [Fact]
    public void Who_ceases_to_be_a_router_says_so() => World.Run(async world =>
    {
        var router = Router(world);
        var host = Host(world, "host", "a");
        await world.DelayAsync(TimeSpan.FromSeconds(10));
        Assert.Contains(host.Ip.Routes, route => !route.Gateway.IsNone);
        await router.Ip.DisposeAsync();
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(host.Ip.Routes, route => !route.Gateway.IsNone);
    });

    [Fact]
    public void A_host_that_does_not_forward_is_no_router() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "fd01::1/64", "a");
        station.Interface.EnableRouterAdvertisements();
        var raw = new RawStation(world, "raw", "a");
        await raw.SettleAsync(60);
        Assert.Empty(Advertisements(raw));
    });

    private static Station Router(World world)
    {
        var router = new Station(world, "router");
        router.Ip.IsForwarding = true;
        router.Join("a", "fd01::1/64").EnableRouterAdvertisements();
        return router;
    }

    private static Station Host(World world, string name, string segment)
    {
        var station = Station.On(world, name, segment: segment);
        station.Interface.EnableIPv6(acceptsRouters: true);
        return station;
    }

    private static void Solicit(Station router, RawStation raw, string from, bool withStation)
    {
        var body = new byte[withStation ? 8 : 0];
        if (withStation)
        {
            NdpOptions.WriteLinkAddress(body, NdpOptionType.SourceLinkAddress, raw.Address);
        }

        raw.Send(GroupStation.Of(LinkGroups.AllRouters), Packets.Icmp(from, "ff02::2", 133, 0, 0, body, hopLimit: 255));
        Assert.NotNull(router.Interface.Advertiser);
    }

    private static IEnumerable<byte[]> Advertisements(RawStation raw) =>
        raw.Packets(EtherType.IPv6).Where(packet => packet[6] == (byte)IpProtocol.IcmpV6 && packet[40] == (byte)IcmpV6Type.RouterAdvertisement);
}
