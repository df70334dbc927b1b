using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>The header of a UDP datagram (RFC 768).</summary>
/// <param name="SourcePort">The sender's port; zero for none.</param>
/// <param name="DestinationPort">The receiver's port.</param>
/// <param name="Length">Octets of the header and the payload.</param>
/// <param name="Checksum">The checksum; zero for none, which IPv6 forbids (RFC 8200 section 8.1).</param>
internal readonly record struct UdpHeader(ushort SourcePort, ushort DestinationPort, ushort Length, ushort Checksum)
{
    /// <summary>Octets of the header.</summary>
    public const int Octets = 8;

    /// <summary>Where the checksum lies.</summary>
    public const int ChecksumOffset = 6;

    /// <summary>Reads a header.</summary>
    /// <param name="octets">Untrusted; begins with the header.</param>
    /// <param name="available">Octets there are of the datagram: the payload of its packet.</param>
    /// <param name="header">What it says; its length is within what is available.</param>
    public static WireError TryRead(ReadOnlySpan<byte> octets, int available, out UdpHeader header)
    {
        var error = TryReadQuoted(octets, out header);
        return error != WireError.None ? error
            : header.Length < Octets || header.Length > available ? WireError.Length
            : WireError.None;
    }

    /// <summary>Reads the header of a datagram of which only the beginning is there.</summary>
    /// <param name="octets">Untrusted.</param>
    /// <param name="header">What it says.</param>
    public static WireError TryReadQuoted(ReadOnlySpan<byte> octets, out UdpHeader header)
    {
        header = default;
        if (octets.Length < Octets)
        {
            return WireError.Truncated;
        }

        header = new(
            BinaryPrimitives.ReadUInt16BigEndian(octets),
            BinaryPrimitives.ReadUInt16BigEndian(octets[2..]),
            BinaryPrimitives.ReadUInt16BigEndian(octets[4..]),
            BinaryPrimitives.ReadUInt16BigEndian(octets[ChecksumOffset..]));
        return WireError.None;
    }

    /// <summary>Writes the header.</summary>
    /// <param name="octets">At least <see cref="Octets"/> octets.</param>
    public void Write(Span<byte> octets)
    {
        BinaryPrimitives.WriteUInt16BigEndian(octets, SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(octets[2..], DestinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(octets[4..], Length);
        BinaryPrimitives.WriteUInt16BigEndian(octets[ChecksumOffset..], Checksum);
    }
}
