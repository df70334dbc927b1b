using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>The fragment header of IPv6 (RFC 8200 section 4.5), to be written; <see cref="IPv6HeaderChain"/> reads it.</summary>
internal static class FragmentHeader
{
    /// <summary>Octets of the header.</summary>
    public const int Octets = 8;

    /// <summary>Writes the header.</summary>
    /// <param name="octets">At least <see cref="Octets"/> octets.</param>
    /// <param name="nextHeader">What the fragmented part begins with.</param>
    /// <param name="offset">Where the fragment belongs, in octets; a multiple of eight.</param>
    /// <param name="hasMore">Whether further fragments follow.</param>
    /// <param name="identification">What the fragments have in common.</param>
    public static void Write(Span<byte> octets, byte nextHeader, int offset, bool hasMore, uint identification)
    {
        octets[0] = nextHeader;
        octets[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(octets[2..], (ushort)(offset | (hasMore ? 1 : 0)));
        BinaryPrimitives.WriteUInt32BigEndian(octets[4..], identification);
    }
}
