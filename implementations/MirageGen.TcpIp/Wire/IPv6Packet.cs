using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>Borrowed view of the fixed header of one IPv6 packet (RFC 8200 section 3): judges lengths.</summary>
internal readonly ref struct IPv6Packet
{
    /// <summary>Octets of the header.</summary>
    public const int HeaderOctets = 40;

    /// <summary>The least MTU of any link (RFC 8200 section 5).</summary>
    public const int MinMtu = 1280;

    private readonly ReadOnlySpan<byte> _header;

    private IPv6Packet(ReadOnlySpan<byte> header) => _header = header;

    /// <summary>The header.</summary>
    public ReadOnlySpan<byte> Header => _header;

    /// <summary>DSCP and ECN.</summary>
    public byte TrafficClass => (byte)(BinaryPrimitives.ReadUInt16BigEndian(_header) >> 4);

    /// <summary>Octets behind the header.</summary>
    public int PayloadOctets => BinaryPrimitives.ReadUInt16BigEndian(_header[4..]);

    /// <summary>What follows: an extension header, or a protocol.</summary>
    public byte NextHeader => _header[6];

    /// <summary>How many routers it may still pass.</summary>
    public byte HopLimit => _header[7];

    /// <summary>The sender.</summary>
    public IPv6Address Source => new(_header[8..24]);

    /// <summary>The receiver.</summary>
    public IPv6Address Destination => new(_header[24..40]);

    /// <summary>Judges a header.</summary>
    /// <param name="octets">Untrusted; begins with the header.</param>
    /// <param name="available">Octets there are of the whole packet; what is behind its end is padding.</param>
    /// <param name="packet">The view.</param>
    public static WireError TryRead(ReadOnlySpan<byte> octets, int available, out IPv6Packet packet)
    {
        var error = TryReadQuoted(octets, out packet);
        return error != WireError.None ? error
            : packet.PayloadOctets > available - HeaderOctets ? WireError.Length
            : WireError.None;
    }

    /// <summary>Judges the header of a packet of which only the beginning is there, as an ICMP error quotes it.</summary>
    /// <param name="octets">Untrusted.</param>
    /// <param name="packet">The view.</param>
    public static WireError TryReadQuoted(ReadOnlySpan<byte> octets, out IPv6Packet packet)
    {
        packet = default;
        if (octets.Length < HeaderOctets)
        {
            return WireError.Truncated;
        }

        if (octets[0] >> 4 != 6)
        {
            return WireError.Version;
        }

        packet = new(octets[..HeaderOctets]);
        return WireError.None;
    }

    /// <summary>Writes a header, without a flow label.</summary>
    /// <param name="octets">At least <see cref="HeaderOctets"/> octets.</param>
    /// <param name="header">Between whom, and how; its hop limit as it is.</param>
    /// <param name="payloadOctets">Octets that follow.</param>
    public static void Write(Span<byte> octets, in IpHeader header, int payloadOctets)
    {
        BinaryPrimitives.WriteUInt32BigEndian(octets, 0x6000_0000u | ((uint)header.TrafficClass << 20));
        WriteLength(octets, payloadOctets);
        octets[6] = (byte)header.Protocol;
        octets[7] = header.HopLimit;
        header.Source.V6.CopyTo(octets[8..]);
        header.Destination.V6.CopyTo(octets[24..]);
    }

    /// <summary>Sets the length of the payload in a header that is written already.</summary>
    /// <param name="header">The header.</param>
    /// <param name="payloadOctets">Octets that follow.</param>
    public static void WriteLength(Span<byte> header, int payloadOctets) =>
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)payloadOctets);
}
