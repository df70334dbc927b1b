using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>Borrowed view of the header of one IPv4 packet (RFC 791 section 3.1): judges lengths and the header's checksum.</summary>
internal readonly ref struct IPv4Packet
{
    /// <summary>Octets of a header without options.</summary>
    public const int MinHeaderOctets = 20;

    /// <summary>Octets of a header with a router alert.</summary>
    public const int RouterAlertHeaderOctets = 24;

    /// <summary>Octets of the longest header.</summary>
    public const int MaxHeaderOctets = 60;

    /// <summary>The flag that more fragments follow, in the word with the offset.</summary>
    public const ushort MoreFragments = 0x2000;

    /// <summary>The flag that the packet must not be fragmented.</summary>
    public const ushort DontFragment = 0x4000;

    private const ushort OffsetMask = 0x1FFF;

    private readonly ReadOnlySpan<byte> _header;

    private IPv4Packet(ReadOnlySpan<byte> header, int totalOctets)
    {
        _header = header;
        TotalOctets = totalOctets;
    }

    /// <summary>The header with its options.</summary>
    public ReadOnlySpan<byte> Header => _header;

    /// <summary>Octets of the header with its options.</summary>
    public int HeaderOctets => _header.Length;

    /// <summary>Octets of the header and the payload.</summary>
    public int TotalOctets { get; }

    /// <summary>DSCP and ECN.</summary>
    public byte TrafficClass => _header[1];

    /// <summary>What fragments of one packet have in common.</summary>
    public ushort Identification => BinaryPrimitives.ReadUInt16BigEndian(_header[4..]);

    /// <summary>Whether the packet must not be fragmented.</summary>
    public bool IsDontFragment => (FragmentWord & DontFragment) != 0;

    /// <summary>Whether it is not the last fragment.</summary>
    public bool HasMoreFragments => (FragmentWord & MoreFragments) != 0;

    /// <summary>Where its payload belongs in that of the whole packet, in octets.</summary>
    public int FragmentOffset => (FragmentWord & OffsetMask) * 8;

    /// <summary>Whether it is a part of a packet.</summary>
    public bool IsFragment => (FragmentWord & (OffsetMask | MoreFragments)) != 0;

    /// <summary>How many routers it may still pass.</summary>
    public byte HopLimit => _header[8];

    /// <summary>What the payload is.</summary>
    public IpProtocol Protocol => (IpProtocol)_header[9];

    /// <summary>The sender.</summary>
    public IPv4Address Source => new(_header[12..]);

    /// <summary>The receiver.</summary>
    public IPv4Address Destination => new(_header[16..]);

    /// <summary>The options; empty as a rule.</summary>
    public ReadOnlySpan<byte> Options => _header[MinHeaderOctets..];

    private ushort FragmentWord => BinaryPrimitives.ReadUInt16BigEndian(_header[6..]);

    /// <summary>Judges a header.</summary>
    /// <param name="octets">Untrusted; begins with the header, and holds all of it.</param>
    /// <param name="available">Octets there are of the whole packet; what is behind its end is padding.</param>
    /// <param name="packet">The view.</param>
    public static WireError TryRead(ReadOnlySpan<byte> octets, int available, out IPv4Packet packet)
    {
        var error = TryReadQuoted(octets, out packet);
        if (error != WireError.None)
        {
            return error;
        }

        return packet.TotalOctets < packet.HeaderOctets || packet.TotalOctets > available ? WireError.Length
            : InternetChecksum.Finish(InternetChecksum.Add(0, packet.Header)) != 0 ? WireError.Checksum
            : WireError.None;
    }

    /// <summary>
    /// Judges the header of a packet of which only the beginning is there, as an ICMP error quotes it: neither its length
    /// nor its checksum need be what they were.
    /// </summary>
    /// <param name="octets">Untrusted.</param>
    /// <param name="packet">The view; <see cref="TotalOctets"/> is as the header says.</param>
    public static WireError TryReadQuoted(ReadOnlySpan<byte> octets, out IPv4Packet packet)
    {
        packet = default;
        if (octets.Length < MinHeaderOctets)
        {
            return WireError.Truncated;
        }

        var headerOctets = (octets[0] & 0xF) * 4;
        if (octets[0] >> 4 != 4)
        {
            return WireError.Version;
        }

        if (headerOctets < MinHeaderOctets)
        {
            return WireError.Length;
        }

        if (octets.Length < headerOctets)
        {
            return WireError.Truncated;
        }

        packet = new(octets[..headerOctets], BinaryPrimitives.ReadUInt16BigEndian(octets[2..]));
        return WireError.None;
    }

    /// <summary>Writes a header without options and with its checksum.</summary>
    /// <param name="octets">At least <see cref="MinHeaderOctets"/> octets.</param>
    /// <param name="header">Between whom, and how; its hop limit as it is.</param>
    /// <param name="payloadOctets">Octets that follow.</param>
    /// <param name="identification">What fragments have in common.</param>
    /// <param name="fragmentWord">Flags, and the offset in units of eight octets.</param>
    public static void Write(
        Span<byte> octets, in IpHeader header, int payloadOctets, ushort identification, ushort fragmentWord)
    {
        octets = octets[..MinHeaderOctets];
        octets[0] = 0x45;
        octets[1] = header.TrafficClass;
        BinaryPrimitives.WriteUInt16BigEndian(octets[2..], (ushort)(MinHeaderOctets + payloadOctets));
        BinaryPrimitives.WriteUInt16BigEndian(octets[4..], identification);
        BinaryPrimitives.WriteUInt16BigEndian(octets[6..], fragmentWord);
        octets[8] = header.HopLimit;
        octets[9] = (byte)header.Protocol;
        header.Source.V4.CopyTo(octets[12..]);
        header.Destination.V4.CopyTo(octets[16..]);
        WriteChecksum(octets);
    }

    /// <summary>Writes a header that asks routers to look at the packet (RFC 2113), which is not to be fragmented.</summary>
    /// <param name="octets">At least <see cref="RouterAlertHeaderOctets"/> octets.</param>
    /// <param name="header">Between whom, and how; its hop limit as it is.</param>
    /// <param name="payloadOctets">Octets that follow.</param>
    public static void WriteWithRouterAlert(Span<byte> octets, in IpHeader header, int payloadOctets)
    {
        octets = octets[..RouterAlertHeaderOctets];
        Write(octets, header, payloadOctets, identification: 0, DontFragment);
        octets[0] = 0x40 | (RouterAlertHeaderOctets / 4);
        BinaryPrimitives.WriteUInt32BigEndian(octets[MinHeaderOctets..], ((uint)IPv4Options.RouterAlert << 24) | (4 << 16));
        WriteLength(octets, payloadOctets);
    }

    /// <summary>Sets the length of the payload in a header that is written already.</summary>
    /// <param name="header">The whole header.</param>
    /// <param name="payloadOctets">Octets that follow.</param>
    public static void WriteLength(Span<byte> header, int payloadOctets)
    {
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)(header.Length + payloadOctets));
        WriteChecksum(header);
    }

    /// <summary>Sets the flags and the offset of a header that is written already.</summary>
    /// <param name="header">The whole header; its checksum is left as it was.</param>
    /// <param name="fragmentWord">Flags, and the offset in units of eight octets.</param>
    public static void WriteFragmentWord(Span<byte> header, ushort fragmentWord) =>
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], fragmentWord);

    /// <summary>Takes one from the hop limit and mends the checksum for it (RFC 1624 section 3).</summary>
    /// <param name="header">The header; its hop limit is not zero.</param>
    public static void DecrementHopLimit(Span<byte> header)
    {
        header[8]--;
        var sum = BinaryPrimitives.ReadUInt16BigEndian(header[10..]) + 0x100u;
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], InternetChecksum.Fold(sum));
    }

    private static void WriteChecksum(Span<byte> header)
    {
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], InternetChecksum.Finish(InternetChecksum.Add(0, header)));
    }
}
