using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Link;

public sealed class EthernetTests
{
    [Fact]
    public void Frames_that_are_not_for_us_or_from_us_are_counted_and_dropped() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var raw = new RawStation(world);
        var ping = Packets.Ping("10.0.0.2", "10.0.0.1", []);
        raw.Send(MacAddress.Parse("02:00:00:00:99:99"), EtherType.IPv4, ping);
        raw.Send(station.Network.Address, EtherType.IPv4, ping, from: station.Network.Address);
        raw.Send(station.Network.Address, EtherType.IPv4, ping, from: MacAddress.Broadcast);
        raw.Send(station.Network.Address, (EtherType)0x8100, ping);
        await raw.SettleAsync();

        Assert.Equal(1, station.Count("ethernet", "elsewhere"));
        Assert.Equal(2, station.Count("ethernet", "own-source"));
        Assert.Equal(1, station.Count("ethernet", "unknown-protocol"));
        Assert.Equal(0, station.Count("ip", "received"));
    });

    [Fact]
    public void A_protocol_has_one_receiver() => World.Run(world =>
    {
        var station = Station.On(world, "station");
        Assert.Throws<InvalidOperationException>(() => station.Interface.Ethernet.Attach(EtherType.Arp, new RawStation(world)));
        return Task.CompletedTask;
    });

    [Fact]
    public void Any_frames_at_all_do_no_harm() => World.RunMany(20, async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        station.Interface.AddAddress(IpPrefix.Parse("2001:db8::1/64"));
        station.Echo();
        var raw = new RawStation(world);
        await raw.SettleAsync(3);
        byte[][] sound =
        [
            Packets.Ping("10.0.0.2", "10.0.0.1", Packets.Pattern(40)),
            Packets.Udp("10.0.0.2", 5, "10.0.0.1", 7, Packets.Pattern(40)),
            Packets.Ping("2001:db8::2", "2001:db8::1", Packets.Pattern(40)),
            Packets.Udp("2001:db8::2", 5, "2001:db8::1", 7, Packets.Pattern(40)),
            Packets.FragmentV6("2001:db8::2", "2001:db8::1", IpProtocol.Udp, Packets.Pattern(40), 0, true, 7),
            Packets.Icmp("2001:db8::2", "2001:db8::1", 135, 0, 0, Packets.Pattern(24), hopLimit: 255),
            Packets.Icmp("fe80::2", "ff02::1", 134, 0, 0x40000708, Packets.Pattern(64), hopLimit: 255),
            Packets.Icmp("10.0.0.2", "10.0.0.1", 3, 3, 0, Packets.Udp("10.0.0.1", 5, "10.0.0.2", 7, [1])),
        ];
        for (var i = 0; i < 2000; i++)
        {
            var packet = sound[world.Random.NextInt32(sound.Length)].AsSpan(..).ToArray();
            for (var changes = world.Random.NextInt32(4); changes > 0; changes--)
            {
                packet[world.Random.NextInt32(packet.Length)] = (byte)world.Random.NextInt32(256);
            }

            var protocol = world.Random.NextInt32(10) == 0 ? (EtherType)0x0806 : packet[0] >> 4 == 6 ? EtherType.IPv6 : EtherType.IPv4;
            raw.Send(station.Network.Address, protocol, packet.AsSpan(0, world.Random.NextInt32(5) == 0 ? world.Random.NextInt32(packet.Length) : packet.Length));
            if (i % 50 == 0)
            {
                await raw.SettleAsync();
            }
        }

        raw.Frames.Clear();
        raw.AnswersFor = IPv4Address.Parse("10.0.0.2");
        raw.Send(MacAddress.Broadcast, new TcpIp.Wire.ArpPacket(TcpIp.Wire.ArpOperation.Request, raw.Address, IPv4Address.Parse("10.0.0.2"), default, IPv4Address.Parse("10.0.0.1")));
        raw.Send(station.Network.Address, sound[0]);
        await raw.SettleAsync();
        Assert.Contains(raw.Icmps, icmp => icmp[0] == 0);
    });
}
