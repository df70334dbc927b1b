using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests;

public sealed class EchoTests
{
    [Fact]
    public void A_ping_is_answered_with_the_same_octets() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var raw = new RawStation(world) { AnswersFor = new(0x0A00_0002) };
        var body = Packets.Pattern(56);
        raw.Send(station.Network.Address, Packets.Ping("10.0.0.2", "10.0.0.1", body));
        await raw.SettleAsync();

        var reply = Assert.Single(raw.Icmps);
        Assert.Equal(0, reply[0]);
        Assert.Equal(0x1234_0001u, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(reply.AsSpan(4)));
        Assert.Equal(body, reply[8..]);
        Assert.Equal(0, InternetChecksum.Finish(InternetChecksum.Add(0, reply)));
        var packet = raw.Packets(EtherType.IPv4).Single();
        Assert.Equal(WireError.None, IPv4Packet.TryRead(packet, packet.Length, out var header));
        Assert.Equal("10.0.0.1", header.Source.ToString());
        Assert.True(header.IsDontFragment);
    });

    [Fact]
    public void A_flood_is_answered_to_the_last_ping() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var raw = new RawStation(world) { AnswersFor = new(0x0A00_0002) };
        for (var i = 0; i < 2000; i++)
        {
            raw.Send(station.Network.Address, Packets.Ping("10.0.0.2", "10.0.0.1", Packets.Pattern(56), (uint)i));
            if (i % 50 == 0)
            {
                await raw.SettleAsync(0.001);
            }
        }

        await raw.SettleAsync();
        Assert.Equal(2000, raw.Icmps.Count());
    });

    [Fact]
    public void The_largest_ping_comes_and_goes_in_fragments() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var raw = new RawStation(world) { AnswersFor = new(0x0A00_0002) };
        var message = Packets.IcmpMessage("10.0.0.2", "10.0.0.1", 8, 0, 1, Packets.Pattern(65_507));
        foreach (var fragment in Packets.FragmentsV4("10.0.0.2", "10.0.0.1", IpProtocol.Icmp, message, 1480, id: 9))
        {
            raw.Send(station.Network.Address, fragment);
        }

        await raw.SettleAsync();
        var whole = new byte[message.Length];
        foreach (var packet in raw.Packets(EtherType.IPv4))
        {
            Assert.Equal(WireError.None, IPv4Packet.TryRead(packet, packet.Length, out var header));
            packet.AsSpan(20, header.TotalOctets - 20).CopyTo(whole.AsSpan(header.FragmentOffset));
        }

        Assert.Equal(0, whole[0]);
        Assert.Equal(message[8..], whole[8..]);
        Assert.Equal(1, station.Count("ip", "reassembled"));
    });

    [Fact]
    public void A_broadcast_ping_is_not_answered() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var raw = new RawStation(world) { AnswersFor = new(0x0A00_0002) };
        raw.Send(MacAddress.Broadcast, Packets.Ping("10.0.0.2", "10.0.0.255", []));
        raw.Send(MacAddress.Broadcast, Packets.Ping("10.0.0.2", "255.255.255.255", []));
        raw.Send(GroupStation.Of(IpAddress.Parse("224.0.0.1")), Packets.Ping("10.0.0.2", "224.0.0.1", []));
        await raw.SettleAsync();

        Assert.Empty(raw.Icmps);
        Assert.Equal(3, station.Count("icmp", "echoes-ignored"));
    });

    [Fact]
    public void Two_stations_talk() => World.Run(async world =>
    {
        var server = Station.On(world, "server", "10.0.0.1/24");
        var client = Station.On(world, "client", "10.0.0.2/24");
        server.Echo();
        var talk = new Talk(client.Udp);
        Assert.True(talk.Send("10.0.0.1", 7, [1, 2, 3]));
        await world.DelayAsync(TimeSpan.FromSeconds(1));

        Assert.Equal([1, 2, 3], Assert.Single(talk.Received));
        Assert.Equal(new(IpAddress.Parse("10.0.0.1"), 7), talk.Paths[0].Remote);
        Assert.Equal(IpAddress.Parse("10.0.0.2"), talk.Paths[0].LocalAddress);
    });
}
