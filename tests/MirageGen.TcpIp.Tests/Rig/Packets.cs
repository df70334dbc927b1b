using System.Buffers.Binary;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tests.Rig;

/// <summary>Packets as a test wants them, right or wrong.</summary>
internal static class Packets
{
    public static byte[] Ip(
        string from, string to, IpProtocol protocol, ReadOnlySpan<byte> payload, byte hopLimit = 64, ushort id = 0, ushort fragment = 0, byte trafficClass = 0)
    {
        var header = new IpHeader(IpAddress.Parse(from), IpAddress.Parse(to), protocol, hopLimit, trafficClass);
        var octets = new byte[(header.Source.IsV4 ? 20 : 40) + payload.Length];
        if (header.Source.IsV4)
        {
            IPv4Packet.Write(octets, header, payload.Length, id, fragment);
        }
        else
        {
            IPv6Packet.Write(octets, header, payload.Length);
        }

        payload.CopyTo(octets.AsSpan(octets.Length - payload.Length));
        return octets;
    }

    public static byte[] Udp(string from, int fromPort, string to, int toPort, ReadOnlySpan<byte> payload, byte hopLimit = 64) =>
        Ip(from, to, IpProtocol.Udp, UdpDatagram(from, fromPort, to, toPort, payload), hopLimit);

    public static byte[] UdpDatagram(string from, int fromPort, string to, int toPort, ReadOnlySpan<byte> payload)
    {
        var octets = new byte[8 + payload.Length];
        new UdpHeader((ushort)fromPort, (ushort)toPort, (ushort)octets.Length, 0).Write(octets);
        payload.CopyTo(octets.AsSpan(8));
        var header = new IpHeader(IpAddress.Parse(from), IpAddress.Parse(to), IpProtocol.Udp);
        var checksum = InternetChecksum.Finish(InternetChecksum.Add(InternetChecksum.PseudoHeader(header, octets.Length), octets));
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(6), checksum == 0 ? (ushort)0xFFFF : checksum);
        return octets;
    }

    /// <summary>An ICMP message of the version of its addresses.</summary>
    public static byte[] Icmp(string from, string to, byte type, byte code, uint rest, ReadOnlySpan<byte> body, byte hopLimit = 64)
    {
        var isV4 = IpAddress.Parse(from).IsV4;
        var protocol = isV4 ? IpProtocol.Icmp : IpProtocol.IcmpV6;
        return Ip(from, to, protocol, IcmpMessage(from, to, type, code, rest, body), hopLimit);
    }

    public static byte[] IcmpMessage(string from, string to, byte type, byte code, uint rest, ReadOnlySpan<byte> body)
    {
        var octets = new byte[8 + body.Length];
        new IcmpHeader(type, code, rest).Write(octets);
        body.CopyTo(octets.AsSpan(8));
        var header = new IpHeader(IpAddress.Parse(from), IpAddress.Parse(to), IpProtocol.IcmpV6);
        IcmpHeader.WriteChecksum(octets, header.Source.IsV4 ? 0 : InternetChecksum.PseudoHeader(header, octets.Length));
        return octets;
    }

    public static byte[] Ping(string from, string to, ReadOnlySpan<byte> body, uint rest = 0x1234_0001) =>
        Icmp(from, to, IpAddress.Parse(from).IsV4 ? (byte)8 : (byte)128, 0, rest, body);

    /// <summary>Octets that tell their place.</summary>
    public static byte[] Pattern(int length)
    {
        var octets = new byte[length];
        for (var i = 0; i < length; i++)
        {
            octets[i] = (byte)((i * 7) ^ (i >> 8));
        }

        return octets;
    }

    /// <summary>A datagram of IPv4 cut into fragments.</summary>
    public static List<byte[]> FragmentsV4(string from, string to, IpProtocol protocol, ReadOnlySpan<byte> payload, int size, ushort id)
    {
        var fragments = new List<byte[]>();
        for (var offset = 0; offset < payload.Length; offset += size)
        {
            var part = payload[offset..Math.Min(payload.Length, offset + size)];
            var more = offset + part.Length < payload.Length;
            fragments.Add(Ip(from, to, protocol, part, id: id, fragment: (ushort)((offset / 8) | (more ? IPv4Packet.MoreFragments : 0))));
        }

        return fragments;
    }

    /// <summary>A packet of IPv6 cut into fragments.</summary>
    public static List<byte[]> FragmentsV6(string from, string to, IpProtocol protocol, ReadOnlySpan<byte> payload, int size, uint id)
    {
        var fragments = new List<byte[]>();
        for (var offset = 0; offset < payload.Length; offset += size)
        {
            var part = payload[offset..Math.Min(payload.Length, offset + size)];
            fragments.Add(FragmentV6(from, to, protocol, part, offset, offset + part.Length < payload.Length, id));
        }

        return fragments;
    }

    public static byte[] FragmentV6(string from, string to, IpProtocol protocol, ReadOnlySpan<byte> part, int offset, bool more, uint id)
    {
        var body = new byte[FragmentHeader.Octets + part.Length];
        FragmentHeader.Write(body, (byte)protocol, offset, more, id);
        part.CopyTo(body.AsSpan(FragmentHeader.Octets));
        return Ip(from, to, (IpProtocol)IPv6NextHeader.Fragment, body);
    }
}
