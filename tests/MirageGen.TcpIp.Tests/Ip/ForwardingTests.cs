using System.Buffers.Binary;
using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests;

public sealed class ForwardingTests
{
    [Fact]
    public void Two_networks_talk_through_a_router() => World.Run(async world =>
    {
        var (router, left, right) = Build(world);
        right.Echo();
        var talk = new Talk(left.Udp);
        foreach (var octets in (int[])[1, 1472, 9000])
        {
            Assert.True(talk.Send("10.0.2.2", 7, Packets.Pattern(octets)));
            await world.DelayAsync(TimeSpan.FromSeconds(1));
            Assert.Equal(Packets.Pattern(octets), talk.Received[^1]);
        }

        Assert.True(router.Count("ip", "forwarded") >= 6);
        Assert.Equal(0, router.Count("ip", "reassembled"));
    });

    [Fact]
    public void The_hop_limit_goes_down_by_one_and_the_header_stays_sound() => World.Run(async world =>
    {
        var (router, _, _) = Build(world);
        var raw = new RawStation(world, "raw", "a");
        var sink = new RawStation(world, "sink", "b") { AnswersFor = IPv4Address.Parse("10.0.2.9") };
        var packet = Packets.Udp("10.0.1.9", 1, "10.0.2.9", 2, [1, 2, 3], hopLimit: 9);
        raw.Send(router.Networks[0].Address, packet);
        await raw.SettleAsync();
        var passed = Assert.Single(sink.Packets(EtherType.IPv4));
        Assert.Equal(WireError.None, IPv4Packet.TryRead(passed, passed.Length, out var header));
        Assert.Equal(8, header.HopLimit);
        Assert.Equal(packet[20..], passed[20..]);
    });

    [Fact]
    public void What_has_gone_too_far_has_nowhere_to_go_or_is_too_big_is_reported() => World.Run(async world =>
    {
        var (router, _, _) = Build(world);
        router.Interface.Host.Interfaces[1].MtuV4 = 600;
        var raw = new RawStation(world, "raw", "a") { AnswersFor = IPv4Address.Parse("10.0.1.9") };
        var to = router.Networks[0].Address;
        raw.Send(to, Packets.Udp("10.0.1.9", 1, "10.0.2.2", 2, [], hopLimit: 1));
        raw.Send(to, Packets.Udp("10.0.1.9", 1, "192.0.2.1", 2, []));
        var large = Packets.Udp("10.0.1.9", 1, "10.0.2.2", 2, new byte[1000]);
        IPv4Packet.WriteFragmentWord(large, IPv4Packet.DontFragment);
        IPv4Packet.WriteLength(large.AsSpan(0, 20), large.Length - 20);
        raw.Send(to, large);
        await raw.SettleAsync();

        Assert.Equal([(11, 0), (3, 0), (3, 4)], raw.Icmps.Select(icmp => ((int)icmp[0], (int)icmp[1])));
        Assert.Equal(600u, BinaryPrimitives.ReadUInt32BigEndian(raw.Icmps.Last().AsSpan(4)));
        Assert.Equal(0, router.Count("ip", "forwarded"));
    });

    [Fact]
    public void A_large_packet_that_may_be_is_fragmented_on_the_way() => World.Run(async world =>
    {
        var (router, _, right) = Build(world);
        router.Ip.Interfaces[1].MtuV4 = 600;
        var talk = new Talk(right.Udp, 7);
        var raw = new RawStation(world, "raw", "a");
        raw.Send(router.Networks[0].Address, Packets.Udp("10.0.1.9", 1, "10.0.2.2", 7, Packets.Pattern(1400)));
        await raw.SettleAsync();
        Assert.Equal(Packets.Pattern(1400), Assert.Single(talk.Received));
        Assert.Equal(3, router.Count("ip", "fragments-sent"));
    });

    [Fact]
    public void A_host_that_does_not_answer_is_reported_to_the_sender() => World.Run(async world =>
    {
        var (router, _, _) = Build(world);
        var raw = new RawStation(world, "raw", "a") { AnswersFor = IPv4Address.Parse("10.0.1.9") };
        raw.Send(router.Networks[0].Address, Packets.Udp("10.0.1.9", 1, "10.0.2.77", 2, [1]));
        await raw.SettleAsync(10);
        Assert.Equal([3, 1], Assert.Single(raw.Icmps)[..2]);
    });

    [Fact]
    public void What_must_stay_on_its_link_does() => World.Run(async world =>
    {
        var (router, _, _) = Build(world);
        var raw = new RawStation(world, "raw", "a");
        var sink = new RawStation(world, "sink", "b") { AnswersFor = IPv4Address.Parse("10.0.2.9") };
        var to = router.Networks[0].Address;
        raw.Send(to, Packets.Udp("10.0.1.9", 1, "127.0.0.1", 2, []));
        raw.Send(to, Packets.Udp("10.0.1.9", 1, "255.255.255.255", 2, []));
        raw.Send(to, Packets.Udp("127.0.0.1", 1, "10.0.2.9", 2, []));
        raw.Send(MacAddress.Broadcast, Packets.Udp("10.0.1.9", 1, "10.0.2.9", 2, []));
        raw.Send(to, Packets.Udp("10.0.1.9", 1, "10.0.2.255", 2, []));
        await raw.SettleAsync();
        Assert.Empty(sink.Packets(EtherType.IPv4));
        Assert.Equal(0, router.Count("ip", "forwarded"));
    });

    [Fact]
    public void A_host_that_does_not_forward_drops_what_is_for_others() => World.Run(async world =>
    {
        var (router, _, _) = Build(world);
        router.Ip.IsForwarding = false;
        var raw = new RawStation(world, "raw", "a");
        raw.Send(router.Networks[0].Address, Packets.Udp("10.0.1.9", 1, "10.0.2.2", 2, []));
        raw.Send(router.Networks[0].Address, Packets.Udp("10.0.1.9", 1, "10.0.2.1", 2, []));
        await raw.SettleAsync();
        Assert.Equal(2, router.Count("ip", "not-for-us"));
        Assert.Empty(raw.Icmps);
    });

    [Fact]
    public void IPv6_passes_too_but_nothing_with_link_local_addresses() => World.Run(async world =>
    {
        var (router, left, right) = Build(world, "2001:db8:a::", "2001:db8:b::", 64);
        await world.DelayAsync(TimeSpan.FromSeconds(3));
        right.Echo();
        var talk = new Talk(left.Udp);
        Assert.True(talk.Send("2001:db8:b::2", 7, Packets.Pattern(1000)));
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(Packets.Pattern(1000), Assert.Single(talk.Received));

        var raw = new RawStation(world, "raw", "a");
        var before = router.Count("ip", "forwarded");
        raw.Send(router.Networks[0].Address, Packets.Udp("fe80::9", 1, "2001:db8:b::2", 2, []));
        raw.Send(router.Networks[0].Address, Packets.Udp("2001:db8:a::9", 1, "fe80::9", 2, []));
        raw.Send(router.Networks[0].Address, Packets.Udp("2001:db8:a::9", 1, "::1", 2, []));
        await raw.SettleAsync();
        Assert.Equal(before, router.Count("ip", "forwarded"));
    });

    [Fact]
    public void Segments_that_came_as_one_frame_leave_one_by_one_where_the_device_cannot_cut() => World.Run(async world =>
    {
        world.Segment("a").Offloads = NetworkOffloads.TcpSegmentation | NetworkOffloads.TransmitChecksum | NetworkOffloads.ReceiveChecksum | NetworkOffloads.ReceiveCoalescing;
        var router = new Station(world, "router");
        router.Join("a", "10.0.1.1/24");
        router.Join("b", "10.0.2.1/24");
        router.Ip.IsForwarding = true;
        var left = Station.On(world, "left", "10.0.1.2/24", "a");
        left.RouteBy("10.0.1.1");
        var sink = new RawStation(world, "sink", "b") { AnswersFor = IPv4Address.Parse("10.0.2.9") };
        left.Udp.Bind(0, (IUdpSocket _, in Datagram _) => { }).TrySend(new(new(IpAddress.Parse("10.0.2.9"), 9)), [1]);
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        sink.Frames.Clear();

        var header = new IpHeader(IpAddress.None, IpAddress.Parse("10.0.2.9"), IpProtocol.Tcp);
        Assert.True(left.Ip.TryReserve(header, 20 + 3500, out var room));
        room.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(room[4..], 1000);
        room[12] = 5 << 4;
        room[13] = 0x19;
        Packets.Pattern(3500).CopyTo(room[20..]);
        var sum = InternetChecksum.PseudoHeader(header with { Source = IpAddress.Parse("10.0.1.2") }, 3520);
        BinaryPrimitives.WriteUInt16BigEndian(room[16..], InternetChecksum.Fold(sum));
        left.Ip.Send(3520, new(0, 16, Segmentation.TcpV4, 1000, 20));
        await world.DelayAsync(TimeSpan.FromSeconds(1));

        var segments = sink.Packets(EtherType.IPv4).ToArray();
        Assert.Equal([1000, 1000, 1000, 500], segments.Select(segment => segment.Length - 40));
        Assert.Equal(Packets.Pattern(3500), segments.SelectMany(segment => segment[40..]));
        Assert.Equal([1000u, 2000u, 3000u, 4000u], segments.Select(segment => BinaryPrimitives.ReadUInt32BigEndian(segment.AsSpan(24))));
        Assert.Equal([0x10, 0x10, 0x10, 0x19], segments.Select(segment => (int)segment[33]));
        foreach (var segment in segments)
        {
            Assert.Equal(WireError.None, IPv4Packet.TryRead(segment, segment.Length, out var view));
            var pseudo = new IpHeader(view.Source, view.Destination, IpProtocol.Tcp);
            Assert.Equal(0, InternetChecksum.Finish(InternetChecksum.Add(InternetChecksum.PseudoHeader(pseudo, segment.Length - 20), segment.AsSpan(20))));
        }
    });

    [Fact]
    public void A_checksum_that_was_never_made_is_made_on_the_way_out() => World.Run(async world =>
    {
        world.Segment("a").Offloads = NetworkOffloads.TransmitChecksum | NetworkOffloads.ReceiveChecksum;
        world.Segment("a").LeavesChecksumsPartial = true;
        var (_, left, right) = Build(world);
        var talk = new Talk(right.Udp, 7);
        new Talk(left.Udp).Send("10.0.2.2", 7, Packets.Pattern(99));
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(Packets.Pattern(99), Assert.Single(talk.Received));
    });

    private static (Station Router, Station Left, Station Right) Build(World world, string a = "10.0.1.", string b = "10.0.2.", int length = 24)
    {
        var router = new Station(world, "router");
        router.Join("a", $"{a}1/{length}");
        router.Join("b", $"{b}1/{length}");
        router.Ip.IsForwarding = true;
        var left = Station.On(world, "left", $"{a}2/{length}", "a");
        left.RouteBy($"{a}1");
        var right = Station.On(world, "right", $"{b}2/{length}", "b");
        right.RouteBy($"{b}1");
        return (router, left, right);
    }
}
