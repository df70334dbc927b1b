using CsCheck;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tests.Wire;

public sealed class RoundTripTests
{
    private static readonly Gen<IPv4Address> AddressV4 = Gen.UInt.Select(value => new IPv4Address(value));
    private static readonly Gen<IPv6Address> AddressV6 = Gen.Select(Gen.ULong, Gen.ULong, (high, low) => new IPv6Address(new UInt128(high, low)));
    private static readonly Gen<MacAddress> Station = Gen.Byte.Array[6].Select(octets => new MacAddress(octets));

    [Fact]
    public void Ethernet_headers() => Gen.Select(Station, Station, Gen.UShort).Sample((to, from, protocol) =>
    {
        var header = new EthernetHeader(to, from, (EtherType)protocol);
        var octets = new byte[14];
        header.Write(octets);
        return EthernetHeader.TryRead(octets, out var read) == WireError.None && read == header;
    });

    [Fact]
    public void Arp_packets() => Gen.Select(Gen.Bool, Station, AddressV4, Station, AddressV4).Sample((isReply, from, sender, to, target) =>
    {
        var packet = new ArpPacket(isReply ? ArpOperation.Reply : ArpOperation.Request, from, sender, to, target);
        var octets = new byte[28];
        packet.Write(octets);
        return ArpPacket.TryRead(octets, out var read) == WireError.None && read == packet;
    });

    [Fact]
    public void An_arp_request_as_rfc_826_has_it()
    {
        var octets = new byte[28];
        new ArpPacket(ArpOperation.Request, MacAddress.Parse("02:00:00:00:00:01"), IPv4Address.Parse("192.0.2.1"), default, IPv4Address.Parse("192.0.2.2")).Write(octets);
        Assert.Equal("0001080006040001020000000001c0000201000000000000c0000202", Convert.ToHexStringLower(octets));
    }

    [Fact]
    public void IPv4_headers() =>
        Gen.Select(AddressV4, AddressV4, Gen.Byte, Gen.Byte, Gen.Byte, Gen.UShort, Gen.UShort, Gen.Int[0, 1480]).Sample((from, to, protocol, hops, traffic, id, word, length) =>
        {
            var header = new IpHeader(from, to, (IpProtocol)protocol, hops, traffic);
            var octets = new byte[20 + length];
            IPv4Packet.Write(octets, header, length, id, word);
            Assert.Equal(WireError.None, IPv4Packet.TryRead(octets, octets.Length + 6, out var read));
            Assert.Equal(header, new(read.Source, read.Destination, read.Protocol, read.HopLimit, read.TrafficClass));
            Assert.Equal(octets.Length, read.TotalOctets);
            Assert.Equal(id, read.Identification);
            Assert.Equal((word & 0x4000) != 0, read.IsDontFragment);
            Assert.Equal((word & 0x2000) != 0, read.HasMoreFragments);
            Assert.Equal((word & 0x1FFF) * 8, read.FragmentOffset);
            if (hops > 0)
            {
                IPv4Packet.DecrementHopLimit(octets);
                Assert.Equal(WireError.None, IPv4Packet.TryRead(octets, octets.Length, out read));
                Assert.Equal(hops - 1, read.HopLimit);
            }
        });

    /// <summary>The header that many textbooks calculate, with the checksum b861.</summary>
    [Fact]
    public void A_known_IPv4_header()
    {
        var octets = new byte[20];
        var header = new IpHeader(IPv4Address.Parse("192.168.0.1"), IPv4Address.Parse("192.168.0.199"), IpProtocol.Udp, 64);
        IPv4Packet.Write(octets, header, 0x73 - 20, 0, IPv4Packet.DontFragment);
        Assert.Equal("450000730000400040" + "11b861c0a80001c0a800c7", Convert.ToHexStringLower(octets));
    }

    [Fact]
    public void IPv6_headers() => Gen.Select(AddressV6, AddressV6, Gen.Byte, Gen.Byte, Gen.Byte, Gen.UShort).Sample((from, to, protocol, hops, traffic, length) =>
    {
        var header = new IpHeader(from, to, (IpProtocol)protocol, hops, traffic);
        var octets = new byte[40];
        IPv6Packet.Write(octets, header, length);
        Assert.Equal(WireError.None, IPv6Packet.TryRead(octets, 40 + length, out var read));
        Assert.Equal(header, new(read.Source, read.Destination, (IpProtocol)read.NextHeader, read.HopLimit, read.TrafficClass));
        Assert.Equal(length, read.PayloadOctets);
        Assert.Equal(length == 0 ? WireError.None : WireError.Length, IPv6Packet.TryRead(octets, 40, out _));
    });

    [Fact]
    public void Fragment_headers() => Gen.Select(Gen.Byte, Gen.Int[0, 8191], Gen.Bool, Gen.UInt).Sample((next, unit, more, id) =>
    {
        var octets = new byte[8];
        FragmentHeader.Write(octets, next, unit * 8, more, id);
        Assert.Equal(WireError.None, IPv6HeaderChain.TryRead(44, octets, out var chain));
        return chain.IsFragment && chain.NextHeader == next && chain.FragmentOffset == unit * 8 && chain.HasMoreFragments == more && chain.Identification == id && chain.Octets == 8;
    });

    [Fact]
    public void Udp_headers() => Gen.Select(Gen.UShort, Gen.UShort, Gen.UShort[8, 65_535], Gen.UShort).Sample((from, to, length, checksum) =>
    {
        var header = new UdpHeader(from, to, length, checksum);
        var octets = new byte[8];
        header.Write(octets);
        return UdpHeader.TryRead(octets, length, out var read) == WireError.None && read == header
            && UdpHeader.TryRead(octets, length - 1, out _) == WireError.Length;
    });

    [Fact]
    public void Neighbour_solicitations_and_advertisements() => Gen.Select(AddressV6, Station, Gen.Bool, Gen.Bool).Sample((target, station, isRouter, isSolicited) =>
    {
        target = new(target.Value >> 1);
        station = new([0x02, 1, 2, 3, 4, (byte)target.Value]);
        var octets = new byte[32];
        Assert.Equal(32, NeighbourMessage.WriteAdvertisement(octets, target, station, isRouter, isSolicited));
        Assert.Equal(WireError.None, NeighbourMessage.TryRead(octets, out var read));
        Assert.Equal((target, isRouter, isSolicited, true), (read.Target, read.IsRouter, read.IsSolicited, read.IsOverride));
        Assert.True(read.Options.TryFindLinkAddress(NdpOptionType.TargetLinkAddress, out var found));
        Assert.Equal(station, found);

        Assert.Equal(24, NeighbourMessage.WriteSolicitation(octets, target, null));
        Assert.Equal(WireError.None, NeighbourMessage.TryRead(octets.AsSpan(0, 24), out read));
        Assert.False(read.Options.TryFindLinkAddress(NdpOptionType.SourceLinkAddress, out _));
    });

    [Theory]
    [InlineData(0, null, null, "")]
    [InlineData(1, "10.0.0.7", null, "file")]
    [InlineData(2, null, "10.0.0.8", "name")]
    [InlineData(3, "10.0.0.7", "10.0.0.8", "filename")]
    public void Dhcp_options_in_the_fields_of_file_and_server_name(byte overload, string? inFile, string? inName, string host)
    {
        var octets = new byte[DhcpWriter.MostOctets];
        var writer = new DhcpWriter(octets, DhcpMessage.FromServer, DhcpMessageType.Ack, 1, default);
        writer.Add(DhcpOption.Overload, [overload]);
        var length = writer.End();
        byte[] file = [(byte)DhcpOption.Router, 4, 10, 0, 0, 7, (byte)DhcpOption.HostName, 4, .. "file"u8, (byte)DhcpOption.End];
        byte[] name = [(byte)DhcpOption.RequestedAddress, 4, 10, 0, 0, 8, (byte)DhcpOption.HostName, 4, .. "name"u8];
        file.CopyTo(octets, 108);
        name.CopyTo(octets, 44);
        Assert.Equal(WireError.None, DhcpMessage.TryRead(octets.AsSpan(0, length), out var read));
        Assert.Equal(IPv4Address.Parse(inFile ?? "0.0.0.0"), read.Address(DhcpOption.Router));
        Assert.Equal(IPv4Address.Parse(inName ?? "0.0.0.0"), read.Address(DhcpOption.RequestedAddress));
        var room = new byte[20];
        Assert.Equal(host, System.Text.Encoding.ASCII.GetString(room, 0, read.Join(DhcpOption.HostName, room)));

        // What runs over the end of such a field makes the message unsound, when it holds options.
        octets[44 + 7] = 200;
        Assert.Equal((overload & 2) != 0 ? WireError.Option : WireError.None, DhcpMessage.TryRead(octets.AsSpan(0, length), out _));
    }

    [Fact]
    public void Dhcp_messages() => Gen.Select(Gen.UInt, Station, AddressV4, Gen.Byte.Array[0, 255]).Sample((transaction, station, address, name) =>
    {
        var octets = new byte[600];
        var writer = new DhcpWriter(octets, DhcpMessage.FromServer, DhcpMessageType.Ack, transaction, station)
        {
            YourAddress = address,
            ClientAddress = new(~address.Value),
            RelayAddress = new(address.Value ^ 1),
            Flags = DhcpMessage.BroadcastFlag,
            Seconds = 3,
        };
        writer.Add(DhcpOption.HostName, name);
        writer.Add(DhcpOption.LeaseTime, 77);
        var length = writer.End();
        Assert.True(length >= DhcpMessage.MinOctets);
        Assert.Equal(WireError.None, DhcpMessage.TryRead(octets.AsSpan(0, length), out var read));
        Assert.Equal((transaction, station, address), (read.Transaction, read.ClientStation, read.YourAddress));
        Assert.Equal(new(~address.Value), read.ClientAddress);
        Assert.Equal(new(address.Value ^ 1), read.RelayAddress);
        Assert.Equal(DhcpMessageType.Ack, read.Type);
        Assert.Equal(DhcpMessage.BroadcastFlag, read.Flags);
        Assert.Equal(77u, read.Number(DhcpOption.LeaseTime));
        Assert.True(read.TryFind(DhcpOption.HostName, out var found));
        Assert.True(found.SequenceEqual(name));
    });

    [Fact]
    public void A_dhcp_option_in_two_parts_is_joined()
    {
        var octets = new byte[600];
        var writer = new DhcpWriter(octets, DhcpMessage.FromServer, DhcpMessageType.Ack, 1, default);
        writer.Add(DhcpOption.ClasslessRoutes, [1, 2]);
        writer.Add(DhcpOption.LeaseTime, 77);
        writer.Add(DhcpOption.ClasslessRoutes, [3]);
        Assert.Equal(WireError.None, DhcpMessage.TryRead(octets.AsSpan(0, writer.End()), out var read));
        Span<byte> room = stackalloc byte[10];
        Assert.Equal(3, read.Join(DhcpOption.ClasslessRoutes, room));
        Assert.Equal([1, 2, 3], room[..3].ToArray());
        Assert.Equal(2, read.Join(DhcpOption.ClasslessRoutes, room[..2]));
    }

    [Fact]
    public void Listener_queries_of_both_versions()
    {
        var octets = new byte[28];
        octets[4] = 0x03;
        octets[5] = 0xE8;
        Assert.Equal(WireError.None, ListenerQuery.TryRead(octets, out var query));
        Assert.Equal(new(IPv6Address.Any, TimeSpan.FromSeconds(1), IsV1: false), query);
        Assert.Equal(WireError.None, ListenerQuery.TryRead(octets.AsSpan(0, 24), out query));
        Assert.True(query.IsV1);
        Assert.Equal(WireError.Length, ListenerQuery.TryRead(octets.AsSpan(0, 26), out _));

        // The code of RFC 3810 section 5.1.3: exponent 1, mantissa 2 is (0x1000 | 2) << 4 milliseconds.
        octets[4] = 0x90;
        octets[5] = 0x02;
        Assert.Equal(WireError.None, ListenerQuery.TryRead(octets, out query));
        Assert.Equal(TimeSpan.FromMilliseconds(0x1002 << 4), query.MaxDelay);
    }

    [Fact]
    public void A_frame_in_pieces_has_the_checksum_of_the_whole() => Gen.Byte.Array[0, 30].Array[1, 6].Sample(pieces =>
    {
        var whole = pieces.SelectMany(piece => piece).ToArray();
        var frame = new ReceivedFrame(pieces[0], pieces[1..].Select(piece => new ReadOnlyMemory<byte>(piece)).ToArray());
        for (var offset = 0; offset <= Math.Min(pieces[0].Length, whole.Length); offset++)
        {
            Assert.Equal(InternetChecksum.Finish(InternetChecksum.Add(5, whole.AsSpan(offset))), InternetChecksum.Finish(FrameChecksum.Add(5, frame, offset)));
        }
    });
}
