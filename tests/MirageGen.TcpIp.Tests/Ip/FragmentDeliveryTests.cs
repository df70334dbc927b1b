using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests;

public sealed class FragmentDeliveryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Large_datagrams_cross_a_wire_that_reorders_and_repeats(bool isV6) => World.RunMany(10, async world =>
    {
        world.Segment().Wire = new() { Reordering = 0.3, Duplication = 0.2, Delay = TimeSpan.FromMilliseconds(1), Jitter = TimeSpan.FromMilliseconds(1) };
        var server = Station.On(world, "server", isV6 ? "2001:db8::1/64" : "10.0.0.1/24");
        var client = Station.On(world, "client", isV6 ? "2001:db8::2/64" : "10.0.0.2/24");
        server.Echo();
        await world.DelayAsync(TimeSpan.FromSeconds(3));
        var talk = new Talk(client.Udp);
        var payload = Packets.Pattern(20_000);
        Assert.True(talk.Send(isV6 ? "2001:db8::1" : "10.0.0.1", 7, payload));
        await world.DelayAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(payload, Assert.Single(talk.Received));
        Assert.True(server.Count("ip", "fragments-sent") > 10);
    });

    [Fact]
    public void Overlapping_fragments_deliver_nothing() => World.Run(async world =>
    {
        var (station, raw, talk) = Setup(world);
        // "Teardrop": the second fragment ends within the first.
        var datagram = Packets.UdpDatagram("10.0.0.2", 5, "10.0.0.1", 7, Packets.Pattern(56));
        raw.Send(station.Network.Address, Packets.Ip("10.0.0.2", "10.0.0.1", IpProtocol.Udp, datagram.AsSpan(0, 40), id: 1, fragment: 0x2000));
        raw.Send(station.Network.Address, Packets.Ip("10.0.0.2", "10.0.0.1", IpProtocol.Udp, datagram.AsSpan(24, 4), id: 1, fragment: 3));
        // The end over the beginning, and a second beginning.
        raw.Send(station.Network.Address, Packets.Ip("10.0.0.2", "10.0.0.1", IpProtocol.Udp, datagram.AsSpan(0, 40), id: 2, fragment: 0x2000));
        raw.Send(station.Network.Address, Packets.Ip("10.0.0.2", "10.0.0.1", IpProtocol.Udp, datagram.AsSpan(0, 32), id: 2, fragment: 0x2000));
        raw.Send(station.Network.Address, Packets.Ip("10.0.0.2", "10.0.0.1", IpProtocol.Udp, datagram.AsSpan(40), id: 2, fragment: 5));
        await raw.SettleAsync();
        Assert.Empty(talk.Received);
        Assert.Equal(3, station.Count("ip", "fragments-bad"));
    });

    [Fact]
    public void The_ping_of_death_is_none() => World.Run(async world =>
    {
        var (station, raw, _) = Setup(world);
        raw.Send(station.Network.Address, Packets.Ip("10.0.0.2", "10.0.0.1", IpProtocol.Icmp, new byte[1400], id: 1, fragment: 0x1FFF));
        await raw.SettleAsync();
        Assert.Empty(raw.Icmps);
        Assert.Equal(1, station.Count("ip", "fragments-bad"));
    });

    [Fact]
    public void An_atomic_fragment_is_a_packet_of_its_own() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "2001:db8::1/64");
        var raw = new RawStation(world);
        var talk = new Talk(station.Udp, 7);
        await raw.SettleAsync(3);
        var datagram = Packets.UdpDatagram("2001:db8::2", 5, "2001:db8::1", 7, [1, 2, 3]);
        raw.Send(station.Network.Address, Packets.FragmentV6("2001:db8::2", "2001:db8::1", IpProtocol.Udp, datagram, 0, true, 7));
        raw.Send(station.Network.Address, Packets.FragmentV6("2001:db8::2", "2001:db8::1", IpProtocol.Udp, datagram, 0, false, 7));
        await raw.SettleAsync();
        Assert.Equal([1, 2, 3], Assert.Single(talk.Received));
    });

    [Fact]
    public void A_fragment_that_stays_alone_times_out_and_its_sender_is_told() => World.Run(async world =>
    {
        var (station, raw, _) = Setup(world);
        var fragment = Packets.FragmentsV4("10.0.0.2", "10.0.0.1", IpProtocol.Udp, Packets.UdpDatagram("10.0.0.2", 5, "10.0.0.1", 7, new byte[100]), 64, 3)[0];
        raw.Send(station.Network.Address, fragment);
        await raw.SettleAsync(31);
        var error = Assert.Single(raw.Icmps);
        Assert.Equal([11, 1], error[..2]);
        Assert.Equal(fragment[12..], error[(8 + 12)..]);
    });

    [Fact]
    public void Frames_in_pieces_are_read_as_well() => World.RunMany(5, async world =>
    {
        world.Segment().PieceOctets = 100;
        var server = Station.On(world, "server", "10.0.0.1/24");
        var client = Station.On(world, "client", "10.0.0.2/24");
        server.Echo();
        var talk = new Talk(client.Udp);
        foreach (var octets in (int[])[0, 1, 149, 150, 151, 700, 1472, 5000, 65_507])
        {
            var payload = Packets.Pattern(octets);
            Assert.True(talk.Send("10.0.0.1", 7, payload));
            await world.DelayAsync(TimeSpan.FromSeconds(1));
            Assert.Equal(payload, talk.Received[^1]);
        }
    });

    private static (Station Station, RawStation Raw, Talk Talk) Setup(World world)
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        return (station, new RawStation(world) { AnswersFor = new(0x0A00_0002) }, new Talk(station.Udp, 7));
    }
}
