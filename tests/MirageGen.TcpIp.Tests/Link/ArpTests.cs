using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Link;

public sealed class ArpTests
{
    private static readonly IPv4Address Ours = IPv4Address.Parse("10.0.0.1");
    private static readonly IPv4Address Theirs = IPv4Address.Parse("10.0.0.2");

    [Fact]
    public void A_request_for_our_address_is_answered_to_who_asked() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var raw = new RawStation(world);
        raw.Send(MacAddress.Broadcast, new ArpPacket(ArpOperation.Request, raw.Address, Theirs, default, Ours));
        raw.Send(MacAddress.Broadcast, new ArpPacket(ArpOperation.Request, raw.Address, Theirs, default, IPv4Address.Parse("10.0.0.9")));
        await raw.SettleAsync();

        var reply = Assert.Single(raw.Arps, arp => arp.Operation == ArpOperation.Reply);
        Assert.Equal(new(ArpOperation.Reply, station.Network.Address, Ours, raw.Address, Theirs), reply);
    });

    [Fact]
    public void A_probe_for_our_address_is_answered_and_teaches_nothing() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var raw = new RawStation(world);
        raw.Send(MacAddress.Broadcast, new ArpPacket(ArpOperation.Request, raw.Address, IPv4Address.Any, default, Ours));
        await raw.SettleAsync();
        Assert.Single(raw.Arps, arp => arp.Operation == ArpOperation.Reply);
        Assert.Equal(0, station.Interface.Arp.Table.Count);
    });

    [Fact]
    public void A_packet_waits_for_the_answer_and_none_is_lost() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var raw = new RawStation(world);
        var talk = new Talk(station.Udp);
        for (byte i = 0; i < 5; i++)
        {
            Assert.True(talk.Send("10.0.0.2", 9, [i]));
        }

        await raw.SettleAsync();
        Assert.Empty(raw.Packets(EtherType.IPv4));
        Assert.Single(raw.Arps, arp => arp.Target == Theirs);
        raw.Send(station.Network.Address, new ArpPacket(ArpOperation.Reply, raw.Address, Theirs, station.Network.Address, Ours));
        await raw.SettleAsync();
        Assert.Equal([0, 1, 2, 3, 4], raw.Packets(EtherType.IPv4).Select(packet => packet[28]));
    });

    [Fact]
    public void Three_requests_without_answer_and_the_packets_are_reported_unreachable() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var raw = new RawStation(world);
        var talk = new Talk(station.Udp);
        talk.Send("10.0.0.2", 9, [1]);
        talk.Send("10.0.0.2", 9, [2]);
        await raw.SettleAsync(10);

        Assert.Equal(3, raw.Arps.Count(arp => arp.Target == Theirs));
        Assert.Equal(2, station.Count("udp", "errors"));
        Assert.Equal(2, station.Count("neighbours default", "unresolved"));
        Assert.Equal(0, station.Interface.Arp.Table.Count);
    });

    [Fact]
    public void A_reply_that_nobody_asked_for_makes_no_neighbour() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var raw = new RawStation(world);
        for (var i = 2; i < 250; i++)
        {
            raw.Send(station.Network.Address, new ArpPacket(ArpOperation.Reply, raw.Address, new(0x0A000000 + (uint)i), station.Network.Address, Ours));
        }

        await raw.SettleAsync();
        Assert.Equal(0, station.Interface.Arp.Table.Count);
    });

    [Fact]
    public void A_flood_of_senders_keeps_the_table_bounded_and_a_real_neighbour_is_found() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/8");
        var raw = new RawStation(world) { AnswersFor = Theirs };
        for (var i = 0; i < 5000; i++)
        {
            raw.Send(MacAddress.Broadcast, new ArpPacket(ArpOperation.Request, raw.Address, new(0x0A010000 + (uint)i), default, Ours));
            if (i % 100 == 0)
            {
                await raw.SettleAsync();
            }
        }

        await raw.SettleAsync();
        Assert.Equal(NeighbourTable.MostNeighbours, station.Interface.Arp.Table.Count);
        raw.Frames.Clear();
        new Talk(station.Udp).Send("10.0.0.2", 9, [1]);
        await raw.SettleAsync();
        Assert.Single(raw.Packets(EtherType.IPv4));
    });

    [Fact]
    public void A_flood_of_senders_does_not_push_out_the_neighbour_that_is_in_use() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/8");
        var raw = new RawStation(world) { AnswersFor = Theirs };
        var talk = new Talk(station.Udp);
        talk.Send("10.0.0.2", 9, [1]);
        await raw.SettleAsync();
        raw.AnswersFor = IPv4Address.Any;
        for (var i = 0; i < 1000; i++)
        {
            raw.Send(MacAddress.Broadcast, new ArpPacket(ArpOperation.Request, raw.Address, new(0x0A010000 + (uint)i), default, Ours));
            if (i % 100 == 0)
            {
                await raw.SettleAsync();
            }
        }

        await raw.SettleAsync();
        raw.Frames.Clear();
        talk.Send("10.0.0.2", 9, [2]);
        await raw.SettleAsync();
        Assert.Single(raw.Packets(EtherType.IPv4));
    });

    [Fact]
    public void Writing_to_a_whole_subnet_that_does_not_answer_is_bounded() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/16");
        var raw = new RawStation(world);
        var talk = new Talk(station.Udp);
        for (var i = 2; i < 4000; i++)
        {
            talk.Socket.TrySend(new(new(new IPv4Address(0x0A000000 + (uint)i), 9)), new byte[1000]);
        }

        await raw.SettleAsync();
        Assert.Equal(NeighbourTable.MostIncomplete, station.Interface.Arp.Table.Count);
        Assert.True(station.Count("neighbours default", "table-full") > 3000);
        await raw.SettleAsync(10);
        Assert.Equal(0, station.Interface.Arp.Table.Count);
    });

    [Fact]
    public void Impossible_senders_teach_nothing() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var raw = new RawStation(world);
        foreach (var (hardware, sender) in ((MacAddress, string)[])[
            (MacAddress.Broadcast, "10.0.0.2"), (default, "10.0.0.2"), (raw.Address, "224.0.0.1"), (raw.Address, "127.0.0.1"), (raw.Address, "10.0.0.255")])
        {
            raw.Send(MacAddress.Broadcast, new ArpPacket(ArpOperation.Request, hardware, IPv4Address.Parse(sender), default, Ours));
        }

        raw.Send(MacAddress.Broadcast, EtherType.Arp, new byte[27]);
        await raw.SettleAsync();
        Assert.Equal(6, station.Count("neighbours default", "arp-malformed"));
        Assert.Equal(0, station.Interface.Arp.Table.Count);
    });
}
