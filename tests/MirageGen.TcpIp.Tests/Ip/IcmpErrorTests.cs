using System.Buffers.Binary;
using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests;

public sealed class IcmpErrorTests
{
    [Theory]
    [InlineData("10.0.0.1/24", "10.0.0.2", 3, 3)]
    [InlineData("2001:db8::1/64", "2001:db8::2", 1, 4)]
    public void A_datagram_to_nobody_is_answered_with_port_unreachable(string ours, string theirs, byte type, byte code) => World.Run(async world =>
    {
        var (station, raw) = await PairAsync(world, ours);
        var local = IpPrefix.Parse(ours).Address.ToString();
        var packet = Packets.Udp(theirs, 1000, local, 2000, Packets.Pattern(100));
        raw.Send(station.Network.Address, packet);
        await raw.SettleAsync();

        var error = Assert.Single(raw.Icmps, icmp => icmp[0] is 3 or 1);
        Assert.Equal((type, code), (error[0], error[1]));
        Assert.True(packet.AsSpan().SequenceEqual(error.AsSpan(8)));
        Assert.Equal(1, station.Count("udp", "no-port"));
    });

    [Fact]
    public void An_unknown_protocol_is_answered_with_protocol_unreachable_or_a_parameter_problem() => World.Run(async world =>
    {
        var (station, raw) = await PairAsync(world, "10.0.0.1/24");
        raw.Send(station.Network.Address, Packets.Ip("10.0.0.2", "10.0.0.1", (IpProtocol)200, new byte[20]));
        await raw.SettleAsync();
        Assert.Equal([3, 2], Assert.Single(raw.Icmps)[..2]);

        station.Interface.AddAddress(IpPrefix.Parse("2001:db8::1/64"));
        await raw.SettleAsync(3);
        raw.Frames.Clear();
        Teach(station, raw, "2001:db8::2");
        raw.Send(station.Network.Address, Packets.Ip("2001:db8::2", "2001:db8::1", (IpProtocol)200, new byte[20]));
        await raw.SettleAsync();
        var problem = Assert.Single(raw.Icmps, icmp => icmp[0] == 4);
        Assert.Equal(1, problem[1]);
        Assert.Equal(6u, BinaryPrimitives.ReadUInt32BigEndian(problem.AsSpan(4)));
    });

    [Fact]
    public void Nothing_is_answered_about_groups_errors_later_fragments_or_impossible_senders() => World.Run(async world =>
    {
        var (station, raw) = await PairAsync(world, "10.0.0.1/24");
        var to = station.Network.Address;
        raw.Send(MacAddress.Broadcast, Packets.Udp("10.0.0.2", 1, "10.0.0.255", 2, []));
        raw.Send(MacAddress.Broadcast, Packets.Udp("10.0.0.2", 1, "10.0.0.1", 2, []));
        raw.Send(to, Packets.Icmp("10.0.0.2", "10.0.0.1", 3, 3, 0, Packets.Udp("10.0.0.1", 1, "10.0.0.2", 2, [])));
        raw.Send(to, Packets.Udp("127.0.0.1", 1, "10.0.0.1", 2, []));
        raw.Send(to, Packets.Udp("224.0.0.5", 1, "10.0.0.1", 2, []));
        raw.Send(to, Packets.Udp("0.0.0.0", 1, "10.0.0.1", 2, []));
        raw.Send(to, Packets.Udp("10.0.0.255", 1, "10.0.0.1", 2, []));
        raw.Send(to, Packets.Udp("10.0.0.1", 2, "10.0.0.1", 2, []));
        raw.Send(to, Packets.Udp("10.0.0.2", 1, "10.0.0.9", 2, []));
        await raw.SettleAsync(40);
        Assert.Empty(raw.Icmps);
        Assert.Equal(5, station.Count("ip", "bad-source"));
    });

    [Fact]
    public void Errors_are_limited_in_their_rate() => World.Run(async world =>
    {
        var (station, raw) = await PairAsync(world, "10.0.0.1/24");
        for (var i = 0; i < 1000; i++)
        {
            raw.Send(station.Network.Address, Packets.Udp("10.0.0.2", 1, "10.0.0.1", 2, []));
            if (i % 100 == 0)
            {
                await raw.SettleAsync(0.001);
            }
        }

        await raw.SettleAsync();
        Assert.InRange(raw.Icmps.Count(), 10, 100);
        Assert.True(station.Count("icmp", "errors-limited") >= 900);
        await raw.SettleAsync(1);
        raw.Frames.Clear();
        raw.Send(station.Network.Address, Packets.Udp("10.0.0.2", 1, "10.0.0.1", 2, []));
        await raw.SettleAsync();
        Assert.Single(raw.Icmps);
    });

    [Fact]
    public void A_packet_with_a_source_route_or_a_bad_option_is_dropped() => World.Run(async world =>
    {
        var (station, raw) = await PairAsync(world, "10.0.0.1/24");
        foreach (var option in (byte[][])[[131, 7, 4, 10, 0, 0, 9, 0], [137, 7, 4, 10, 0, 0, 9, 0], [7, 1, 0, 0, 0, 0, 0, 0], [7, 90, 0, 0, 0, 0, 0, 0], [1, 1, 148, 4, 0, 0, 0, 0]])
        {
            raw.Send(station.Network.Address, WithOptions(Packets.Ping("10.0.0.2", "10.0.0.1", []), option));
        }

        await raw.SettleAsync();
        Assert.Single(raw.Icmps);
        Assert.Equal(2, station.Count("ip", "source-routed"));
        Assert.Equal(2, station.Count("ip", "bad-options"));
    });

    [Fact]
    public void An_error_reaches_the_protocol_that_it_is_about_and_a_forged_one_does_not() => World.Run(async world =>
    {
        var (station, raw) = await PairAsync(world, "10.0.0.1/24");
        var listener = new ErrorListener();
        station.Ip.Attach(IpProtocol.Tcp, listener);
        var tcp = Packets.Ip("10.0.0.1", "192.0.2.9", IpProtocol.Tcp, Packets.Pattern(20));
        raw.Send(station.Network.Address, Packets.Icmp("10.0.0.2", "10.0.0.1", 3, 1, 0, tcp));
        raw.Send(station.Network.Address, Packets.Icmp("10.0.0.2", "10.0.0.1", 3, 13, 0, tcp));
        raw.Send(station.Network.Address, Packets.Icmp("10.0.0.2", "10.0.0.1", 3, 3, 0, tcp));
        raw.Send(station.Network.Address, Packets.Icmp("10.0.0.2", "10.0.0.1", 11, 0, 0, tcp));
        raw.Send(station.Network.Address, Packets.Icmp("10.0.0.2", "10.0.0.1", 12, 0, 0, tcp));
        // Not ours; a later fragment; too short; nothing.
        raw.Send(station.Network.Address, Packets.Icmp("10.0.0.2", "10.0.0.1", 3, 1, 0, Packets.Ip("10.0.0.7", "192.0.2.9", IpProtocol.Tcp, new byte[20])));
        raw.Send(station.Network.Address, Packets.Icmp("10.0.0.2", "10.0.0.1", 3, 1, 0, Packets.Ip("10.0.0.1", "192.0.2.9", IpProtocol.Tcp, new byte[20], fragment: 5)));
        raw.Send(station.Network.Address, Packets.Icmp("10.0.0.2", "10.0.0.1", 3, 1, 0, tcp.AsSpan(0, 27)));
        raw.Send(station.Network.Address, Packets.Icmp("10.0.0.2", "10.0.0.1", 3, 1, 0, []));
        await raw.SettleAsync();

        Assert.Equal(
            [IpErrorKind.Unreachable, IpErrorKind.Prohibited, IpErrorKind.PortUnreachable, IpErrorKind.TimeExceeded, IpErrorKind.ParameterProblem],
            listener.Errors.Select(error => error.Kind));
        Assert.All(listener.Errors, error => Assert.Equal(Packets.Pattern(20), error.Payload));
        Assert.All(listener.Errors, error => Assert.Equal(IpAddress.Parse("192.0.2.9"), error.Packet.Destination));
        Assert.Equal(4, station.Count("icmp", "errors-implausible"));
    });

    [Fact]
    public void A_bad_checksum_is_no_message() => World.Run(async world =>
    {
        var (station, raw) = await PairAsync(world, "10.0.0.1/24");
        var ping = Packets.Ping("10.0.0.2", "10.0.0.1", [1, 2, 3, 4]);
        ping[^1] ^= 1;
        raw.Send(station.Network.Address, ping);
        var header = Packets.Ping("10.0.0.2", "10.0.0.1", [1, 2, 3, 4]);
        header[8] ^= 1;
        raw.Send(station.Network.Address, header);
        raw.Send(station.Network.Address, Packets.Icmp("10.0.0.2", "10.0.0.1", 5, 1, 0x0A000002, Packets.Udp("10.0.0.1", 1, "192.0.2.1", 2, [])));
        await raw.SettleAsync();
        Assert.Empty(raw.Icmps);
        Assert.Equal(1, station.Count("icmp", "bad-checksum"));
        Assert.Equal(1, station.Count("ip", "bad-checksum"));
        Assert.Equal(1, station.Count("icmp", "redirects"));
    });

    private static async Task<(Station Station, RawStation Raw)> PairAsync(World world, string address)
    {
        var station = Station.On(world, "station", address);
        var raw = new RawStation(world) { AnswersFor = new(0x0A00_0002) };
        await raw.SettleAsync(3);
        raw.Frames.Clear();
        if (IpPrefix.Parse(address).Address.IsV6)
        {
            Teach(station, raw, "2001:db8::2");
        }

        return (station, raw);
    }

    private static void Teach(Station station, RawStation raw, string address) =>
        station.Interface.Discovery.Table.Learn(IpAddress.Parse(address), raw.Address, mayAdd: true);

    private static byte[] WithOptions(byte[] packet, byte[] options)
    {
        byte[] longer = [.. packet[..20], .. options, .. packet[20..]];
        longer[0] = (byte)(0x40 | ((20 + options.Length) / 4));
        IPv4Packet.WriteLength(longer.AsSpan(0, 20 + options.Length), packet.Length - 20);
        return longer;
    }
}
