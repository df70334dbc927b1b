using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>The first eight octets of an ICMP message of either version (RFC 792, RFC 4443 section 2.1), without the checksum.</summary>
/// <param name="Type">What it is about: an <see cref="IcmpType"/> or <see cref="IcmpV6Type"/>.</param>
/// <param name="Code">What exactly.</param>
/// <param name="Rest">The word behind the checksum: identifier and sequence number of an echo, the MTU of a packet too big.</param>
internal readonly record struct IcmpHeader(byte Type, byte Code, uint Rest)
{
    /// <summary>Octets of the header.</summary>
    public const int Octets = 8;

    /// <summary>Where the checksum lies.</summary>
    public const int ChecksumOffset = 2;

    /// <summary>Reads a header; the checksum is judged by who has the whole message.</summary>
    /// <param name="octets">Untrusted.</param>
    /// <param name="header">What it says.</param>
    public static WireError TryRead(ReadOnlySpan<byte> octets, out IcmpHeader header)
    {
        header = default;
        if (octets.Length < Octets)
        {
            return WireError.Truncated;
        }

        header = new(octets[0], octets[1], BinaryPrimitives.ReadUInt32BigEndian(octets[4..]));
        return WireError.None;
    }

    /// <summary>Writes the header with a checksum of zero.</summary>
    /// <param name="octets">At least <see cref="Octets"/> octets.</param>
    public void Write(Span<byte> octets)
    {
        octets[0] = Type;
        octets[1] = Code;
        BinaryPrimitives.WriteUInt16BigEndian(octets[ChecksumOffset..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(octets[4..], Rest);
    }

    /// <summary>Makes the checksum of a message whose checksum field is zero.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="pseudoHeader">The sum of the pseudo-header for ICMPv6; zero for ICMP.</param>
    public static void WriteChecksum(Span<byte> message, uint pseudoHeader) =>
        BinaryPrimitives.WriteUInt16BigEndian(
            message[ChecksumOffset..], InternetChecksum.Finish(InternetChecksum.Add(pseudoHeader, message)));
}
