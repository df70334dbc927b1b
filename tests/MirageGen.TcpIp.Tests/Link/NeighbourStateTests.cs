using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Link;

public sealed class NeighbourStateTests
{
    private static readonly IPv4Address Theirs = IPv4Address.Parse("10.0.0.2");

    [Fact]
    public void A_neighbour_that_answers_is_reachable_then_stale_and_checked_when_used_again() => World.Run(async world =>
    {
        var (station, raw, talk) = await MeetAsync(world);
        var neighbour = station.Interface.Arp.Table.Find(Theirs)!;
        Assert.Equal(NeighbourState.Reachable, neighbour.State);

        await raw.SettleAsync(46);
        Assert.Equal(NeighbourState.Stale, neighbour.State);
        raw.Frames.Clear();
        await raw.SettleAsync(100);
        Assert.Empty(raw.Frames);

        talk.Send("10.0.0.2", 9, [2]);
        Assert.Equal(NeighbourState.Delay, neighbour.State);
        await raw.SettleAsync(4);
        Assert.Empty(raw.Arps);
        await raw.SettleAsync(2);
        var probe = Assert.Single(raw.Frames, frame => RawStation.Protocol(frame) == EtherType.Arp);
        Assert.Equal(raw.Address, new MacAddress(probe.AsSpan(0, 6)));
        Assert.Equal(NeighbourState.Reachable, neighbour.State);
    });

    [Fact]
    public void A_neighbour_that_has_gone_is_asked_three_times_and_forgotten() => World.Run(async world =>
    {
        var (station, raw, talk) = await MeetAsync(world);
        raw.AnswersFor = IPv4Address.Any;
        await raw.SettleAsync(46);
        raw.Frames.Clear();
        talk.Send("10.0.0.2", 9, [2]);
        await raw.SettleAsync(20);
        Assert.Equal(3, raw.Arps.Count());
        Assert.Null(station.Interface.Arp.Table.Find(Theirs));

        // The next packet asks everyone anew.
        raw.AnswersFor = Theirs;
        raw.Frames.Clear();
        talk.Send("10.0.0.2", 9, [3]);
        await raw.SettleAsync();
        Assert.Equal([3], Assert.Single(raw.Packets(EtherType.IPv4))[28..29]);
    });

    [Fact]
    public void A_neighbour_that_moves_to_another_station_is_followed() => World.Run(async world =>
    {
        var (station, raw, talk) = await MeetAsync(world);
        var other = new RawStation(world, "other");
        other.Send(MacAddress.Broadcast, new ArpPacket(ArpOperation.Request, other.Address, Theirs, default, Theirs));
        await raw.SettleAsync();
        talk.Send("10.0.0.2", 9, [5]);
        await raw.SettleAsync();
        Assert.Equal([5], Assert.Single(other.Packets(EtherType.IPv4))[28..29]);
        Assert.NotEqual(NeighbourState.Reachable, station.Interface.Arp.Table.Find(Theirs)!.State);
    });

    [Fact]
    public void With_two_routers_the_one_that_answers_is_taken() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var everywhere = new IpPrefix(IPv4Address.Any, 0);
        station.Ip.AddRoute(new(everywhere, station.Interface, IpAddress.Parse("10.0.0.3")));
        station.Ip.AddRoute(new(everywhere, station.Interface, IpAddress.Parse("10.0.0.2"), Metric: 1));
        var raw = new RawStation(world) { AnswersFor = Theirs };
        var talk = new Talk(station.Udp);
        talk.Send("192.0.2.1", 9, [1]);
        await raw.SettleAsync(5);
        Assert.Empty(raw.Packets(EtherType.IPv4));
        talk.Send("192.0.2.1", 9, [2]);
        await raw.SettleAsync();
        Assert.Equal([2], Assert.Single(raw.Packets(EtherType.IPv4))[28..29]);
    });

    [Fact]
    public void Too_many_octets_for_one_neighbour_drop_the_oldest() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var raw = new RawStation(world);
        var talk = new Talk(station.Udp);
        for (var i = 0; i < 100; i++)
        {
            talk.Send("10.0.0.2", 9, [(byte)i]);
        }

        Assert.Equal(100 - NeighbourTable.MostKeptEach, station.Count("neighbours default", "kept-dropped"));
        raw.Send(station.Network.Address, new ArpPacket(ArpOperation.Reply, raw.Address, Theirs, station.Network.Address, IPv4Address.Parse("10.0.0.1")));
        await raw.SettleAsync();
        Assert.Equal(Enumerable.Range(36, 64).Select(i => (byte)i), raw.Packets(EtherType.IPv4).Select(packet => packet[28]));
    });

    private static async Task<(Station Station, RawStation Raw, Talk Talk)> MeetAsync(World world)
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var raw = new RawStation(world) { AnswersFor = Theirs };
        var talk = new Talk(station.Udp);
        talk.Send("10.0.0.2", 9, [1]);
        await raw.SettleAsync();
        Assert.Single(raw.Packets(EtherType.IPv4));
        return (station, raw, talk);
    }
}
