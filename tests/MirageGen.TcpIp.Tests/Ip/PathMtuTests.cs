using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests;

public sealed class PathMtuTests
{
    private const string Far = "192.0.2.9";
    private const string FarV6 = "2001:db8:1::9";

    [Fact]
    public void A_report_makes_the_path_smaller_and_larger_datagrams_are_fragmented() => World.Run(async world =>
    {
        var (station, raw, talk) = await SendAsync(world, 1400);
        Assert.Equal(1480, station.Ip.MaxPayload(IpAddress.Parse(Far)));
        Report(station, raw, 1200);
        await raw.SettleAsync();
        Assert.Equal(1180, station.Ip.MaxPayload(IpAddress.Parse(Far)));
        Assert.Equal(1480, station.Ip.MaxPayload(IpAddress.Parse("192.0.2.10")));

        raw.Frames.Clear();
        talk.Send(Far, 9, Packets.Pattern(1400));
        await raw.SettleAsync();
        var fragments = raw.Packets(EtherType.IPv4).ToArray();
        Assert.Equal(2, fragments.Length);
        Assert.All(fragments, fragment => Assert.True(fragment.Length <= 1200));
        Assert.Equal(1, station.Count("icmp", "path-mtu-reduced"));
        Assert.Equal(1, station.Count("udp", "errors"));
    });

    [Fact]
    public void It_is_forgotten_after_ten_minutes() => World.Run(async world =>
    {
        var (station, raw, _) = await SendAsync(world, 1400);
        Report(station, raw, 1200);
        await raw.SettleAsync(599);
        Assert.Equal(1180, station.Ip.MaxPayload(IpAddress.Parse(Far)));
        await raw.SettleAsync(2);
        Assert.Equal(1480, station.Ip.MaxPayload(IpAddress.Parse(Far)));
    });

    [Fact]
    public void A_path_of_next_to_nothing_is_not_believed_and_routers_may_fragment() => World.Run(async world =>
    {
        var (station, raw, talk) = await SendAsync(world, 1400);
        Report(station, raw, 100);
        await raw.SettleAsync();
        Assert.Equal(PathMtuCache.MinV4 - 20, station.Ip.MaxPayload(IpAddress.Parse(Far)));
        raw.Frames.Clear();
        talk.Send(Far, 9, Packets.Pattern(500));
        await raw.SettleAsync();
        Assert.Equal(WireError.None, IPv4Packet.TryRead(raw.Packets(EtherType.IPv4).Single(), 1500, out var packet));
        Assert.False(packet.IsDontFragment);
    });

    [Fact]
    public void A_router_that_does_not_say_how_much_is_met_by_the_next_plateau() => World.Run(async world =>
    {
        var (station, raw, _) = await SendAsync(world, 1400);
        Report(station, raw, 0);
        await raw.SettleAsync();
        Assert.Equal(1280 - 20, station.Ip.MaxPayload(IpAddress.Parse(Far)));
    });

    [Fact]
    public void What_cannot_be_true_changes_nothing() => World.Run(async world =>
    {
        var (station, raw, _) = await SendAsync(world, 1400);
        // The path takes more than was sent; nothing was sent there; it was not sent by us; larger than it was.
        Report(station, raw, 1450);
        Report(station, raw, 1200, to: "198.51.100.1");
        Report(station, raw, 1200, from: "10.0.0.7");
        Report(station, raw, 1200, quotedOctets: 9000);
        await raw.SettleAsync();
        Assert.Equal(1480, station.Ip.MaxPayload(IpAddress.Parse(Far)));
        Assert.Equal(0, station.Ip.PathMtus.Count);
        Assert.Equal(4, station.Count("icmp", "errors-implausible"));
    });

    [Fact]
    public void A_path_never_grows_by_a_report() => World.Run(async world =>
    {
        var (station, raw, _) = await SendAsync(world, 1400);
        Report(station, raw, 1200);
        await raw.SettleAsync();
        Report(station, raw, 1300);
        await raw.SettleAsync();
        Assert.Equal(1180, station.Ip.MaxPayload(IpAddress.Parse(Far)));
    });

    [Fact]
    public void The_number_of_paths_is_bounded() => World.Run(async world =>
    {
        var (station, raw, talk) = await SendAsync(world, 1400);
        for (uint i = 0; i < 600; i++)
        {
            var to = new IPv4Address(0xC633_0000 + i).ToString();
            talk.Send(to, 9, Packets.Pattern(1400));
            Report(station, raw, 1200, to: to);
            await raw.SettleAsync(0.001);
        }

        Assert.Equal(PathMtuCache.MostPaths, station.Ip.PathMtus.Count);
    });

    [Fact]
    public void IPv6_fragments_for_a_smaller_path_and_never_goes_below_1280() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "2001:db8::1/64");
        var raw = new RawStation(world);
        station.Ip.AddRoute(new(new(IPv6Address.Any, 0), station.Interface, IpAddress.Parse("2001:db8::2")));
        await raw.SettleAsync(3);
        station.Interface.Discovery.Table.Learn(IpAddress.Parse("2001:db8::2"), raw.Address, mayAdd: true);
        var talk = new Talk(station.Udp);
        talk.Send(FarV6, 9, Packets.Pattern(1400));
        await raw.SettleAsync();
        var sent = raw.Packets(EtherType.IPv6).Last();
        Assert.Equal(1448, sent.Length);
        raw.Send(station.Network.Address, Packets.Icmp("2001:db8::2", "2001:db8::1", 2, 0, 600, sent.AsSpan(0, 1000)));
        await raw.SettleAsync();
        Assert.Equal(1240, station.Ip.MaxPayload(IpAddress.Parse(FarV6)));

        raw.Frames.Clear();
        talk.Send(FarV6, 9, Packets.Pattern(1400));
        await raw.SettleAsync();
        var fragments = raw.Packets(EtherType.IPv6).ToArray();
        Assert.Equal(2, fragments.Length);
        Assert.All(fragments, fragment => Assert.Equal(44, fragment[6]));
        Assert.Equal(1408, fragments.Sum(fragment => fragment.Length - 48));
    });

    private static async Task<(Station Station, RawStation Raw, Talk Talk)> SendAsync(World world, int octets)
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        station.RouteBy("10.0.0.2");
        var raw = new RawStation(world) { AnswersFor = new(0x0A00_0002) };
        var talk = new Talk(station.Udp, 1);
        Assert.True(talk.Send(Far, 9, Packets.Pattern(octets)));
        await raw.SettleAsync();
        Assert.Single(raw.Packets(EtherType.IPv4));
        return (station, raw, talk);
    }

    private static void Report(Station station, RawStation raw, uint mtu, string from = "10.0.0.1", string to = Far, int quotedOctets = 1428)
    {
        var quoted = Packets.Udp(from, 1, to, 9, Packets.Pattern(1400));
        IPv4Packet.WriteLength(quoted.AsSpan(0, 20), quotedOctets - 20);
        raw.Send(station.Network.Address, Packets.Icmp("10.0.0.2", "10.0.0.1", 3, 4, mtu, quoted.AsSpan(0, 200)));
    }
}
