using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests;

/// <summary>Errors are translated with what they quote (RFC 5508 section 4), and nonsense harms nobody.</summary>
public sealed class NatErrorTests
{
    [Fact]
    public void A_host_inside_hears_that_nobody_has_the_port_outside() => World.Run(async world =>
    {
        var net = new NatWorld(world);
        var talk = new Talk(net.Inside.Udp);
        var heard = Listen(talk);
        talk.Send("192.0.2.9", 9, [1]);
        await net.SettleAsync();
        Assert.Equal([(new(IpEndpoint.Parse("192.0.2.9:9"), IpAddress.Parse("10.0.0.2")), IpErrorKind.PortUnreachable)], heard);
        Assert.Equal(1, net.Count("errors"));
    });

    [Fact]
    public void A_host_outside_hears_that_nobody_has_the_port_inside() => World.Run(async world =>
    {
        var net = new NatWorld(world);
        var server = new Talk(net.Outside.Udp, 7);
        var heard = Listen(server);
        var talk = new Talk(net.Inside.Udp);
        talk.Send("192.0.2.9", 7, [1]);
        await net.SettleAsync();
        await talk.Socket.DisposeAsync();
        var mapped = server.Paths[0].Remote;
        server.Send(NatWorld.OutsideAddress, mapped.Port, [2]);
        await net.SettleAsync();
        Assert.Equal([(new(mapped, IpAddress.Parse("192.0.2.9")), IpErrorKind.PortUnreachable)], heard);
    });

    [Fact]
    public void What_an_error_quotes_is_what_its_receiver_sent() => World.Run(async world =>
    {
        var net = new NatWorld(world);
        var inside = new RawStation(world, "in", "inside") { AnswersFor = IPv4Address.Parse("10.0.0.9") };
        var outside = new RawStation(world, "out", "outside") { AnswersFor = IPv4Address.Parse("192.0.2.66") };
        var sent = Packets.Udp("10.0.0.9", 1000, "192.0.2.66", 53, Packets.Pattern(40));
        inside.Send(net.Router.Networks[0].Address, sent);
        await net.SettleAsync();
        var passed = Assert.Single(outside.Packets(EtherType.IPv4));
        outside.Send(net.Router.Networks[1].Address, Packets.Icmp("192.0.2.7", NatWorld.OutsideAddress, 11, 0, 0, passed));
        await net.SettleAsync();

        var packet = Assert.Single(inside.Packets(EtherType.IPv4));
        Assert.Equal("192.0.2.7", new IPv4Address(packet.AsSpan(12)).ToString());
        var error = Assert.Single(inside.Icmps);
        Assert.Equal(0, InternetChecksum.Finish(InternetChecksum.Add(0, error)));
        sent[8]--;
        IPv4Packet.WriteLength(sent.AsSpan(0, 20), sent.Length - 20);
        Assert.Equal(sent, error[8..]);
    });

    [Fact]
    public void An_error_with_a_wrong_checksum_is_not_made_right() => World.Run(async world =>
    {
        var net = new NatWorld(world);
        var raw = new RawStation(world, "raw", "outside");
        var server = new Talk(net.Outside.Udp, 7);
        var talk = new Talk(net.Inside.Udp);
        var heard = Listen(talk);
        talk.Send("192.0.2.9", 7, [1]);
        await net.SettleAsync();
        var error = Packets.Icmp("192.0.2.9", NatWorld.OutsideAddress, 3, 3, 0, Packets.Udp(NatWorld.OutsideAddress, server.Paths[0].Remote.Port, "192.0.2.9", 7, [1]));
        error[^1] ^= 1;
        raw.Send(net.Router.Networks[1].Address, error);
        await net.SettleAsync();
        Assert.Empty(heard);
        Assert.Equal(1, net.Router.Count("icmp", "bad-checksum"));
    });

    [Fact]
    public void Whatever_comes_the_router_goes_on() => World.RunMany(5, async world =>
    {
        var net = new NatWorld(world);
        var inside = new RawStation(world, "in", "inside");
        var outside = new RawStation(world, "out", "outside");
        var server = new Talk(net.Outside.Udp, 7);
        new Talk(net.Inside.Udp, 1000).Send("192.0.2.9", 7, [1]);
        await net.SettleAsync();
        var port = server.Paths[0].Remote.Port;
        byte[][] sound =
        [
            Packets.Udp("10.0.0.9", 5, "192.0.2.9", 7, Packets.Pattern(30)),
            Packets.Ping("10.0.0.9", "192.0.2.9", []),
            Packets.Icmp("10.0.0.9", "192.0.2.9", 3, 3, 0, Packets.Udp("192.0.2.9", 7, "10.0.0.2", 1000, [1])),
            Packets.Udp("192.0.2.9", 7, NatWorld.OutsideAddress, port, Packets.Pattern(30)),
            Packets.Icmp("192.0.2.9", NatWorld.OutsideAddress, 3, 3, 0, Packets.Udp(NatWorld.OutsideAddress, port, "192.0.2.9", 7, [1])),
            Packets.Ip("192.0.2.9", NatWorld.OutsideAddress, IpProtocol.Tcp, Packets.Pattern(40)),
            Packets.Ip("10.0.0.9", "192.0.2.9", (IpProtocol)47, Packets.Pattern(40)),
        ];
        for (var round = 0; round < 3000; round++)
        {
            var packet = sound[world.Random.NextInt32(sound.Length)].AsSpan(0).ToArray();
            for (var changes = world.Random.NextInt32(4); changes > 0; changes--)
            {
                packet[world.Random.NextInt32(packet.Length)] = (byte)world.Random.NextInt32(256);
            }

            packet = packet[..(packet.Length - world.Random.NextInt32(packet.Length - 20))];
            if (packet[0] is >= 0x45 and <= 0x4F && (packet[0] & 0xF) * 4 <= packet.Length)
            {
                // With its own length and a right checksum it gets further.
                IPv4Packet.WriteLength(packet.AsSpan(0, (packet[0] & 0xF) * 4), packet.Length - ((packet[0] & 0xF) * 4));
            }

            (world.Random.NextInt32(2) == 0 ? inside : outside).Send(net.Router.Networks[world.Random.NextInt32(2)].Address, packet);
            if (round % 100 == 0)
            {
                await net.SettleAsync(0.1);
            }
        }

        net.Outside.Echo(8);
        var talk = new Talk(net.Inside.Udp);
        await net.SettleAsync(5);
        talk.Send("192.0.2.9", 8, [1]);
        await net.SettleAsync(5);
        Assert.Single(talk.Received);
    });

    private static List<(DatagramPath Path, IpErrorKind Kind)> Listen(Talk talk)
    {
        var heard = new List<(DatagramPath, IpErrorKind)>();
        talk.Socket.ErrorReceived += (IUdpSocket _, in DatagramPath path, IpErrorKind kind) => heard.Add((path, kind));
        return heard;
    }
}
