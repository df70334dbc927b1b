using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace MirageGen.TcpIp.Wire;

/// <summary>
/// The ones' complement sum of IP, ICMP, UDP and TCP (RFC 1071). A sum in the making is a number; octets are added to it
/// in pieces, of which all but the last have an even length.
/// </summary>
internal static class InternetChecksum
{
    /// <summary>Adds octets to a sum.</summary>
    /// <param name="sum">The sum so far, not folded; zero to begin with.</param>
    /// <param name="octets">What to add; an odd last octet counts as the upper half of a word.</param>
    public static uint Add(uint sum, ReadOnlySpan<byte> octets)
    {
        // The sum of words in the machine's own order is the sum in network order with its octets swapped (RFC 1071
        // section 2 B), so the long run is added natively and swapped once.
        ulong native = 0;
        if (octets.Length >= 2 * Vector<byte>.Count)
        {
            native = AddVectors(ref octets);
        }

        while (octets.Length >= sizeof(ulong))
        {
            native = AddAround(native, MemoryMarshal.Read<ulong>(octets));
            octets = octets[sizeof(ulong)..];
        }

        if (octets.Length >= sizeof(uint))
        {
            native = AddAround(native, MemoryMarshal.Read<uint>(octets));
            octets = octets[sizeof(uint)..];
        }

        if (octets.Length >= sizeof(ushort))
        {
            native = AddAround(native, MemoryMarshal.Read<ushort>(octets));
            octets = octets[sizeof(ushort)..];
        }

        if (octets.Length > 0)
        {
            native = AddAround(native, BitConverter.IsLittleEndian ? octets[0] : (uint)octets[0] << 8);
        }

        var folded = Fold(native);
        return sum + (BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(folded) : folded);
    }

    /// <summary>Adds a 16-bit word.</summary>
    public static uint Add(uint sum, ushort word) => sum + word;

    /// <summary>The sum of the pseudo-header in front of a transport protocol (RFC 9293 section 3.1, RFC 8200 section 8.1).</summary>
    /// <param name="header">Between whom, and which protocol.</param>
    /// <param name="length">Octets of the transport header and its payload.</param>
    public static uint PseudoHeader(in IpHeader header, int length)
    {
        var sum = (uint)header.Protocol + ((uint)length >> 16) + ((uint)length & ushort.MaxValue);
        return AddAddress(AddAddress(sum, header.Source), header.Destination);
    }

    /// <summary>The checksum of a sum: what is written into the header. A header that is sound sums up to zero.</summary>
    public static ushort Finish(uint sum) => (ushort)~Fold(sum);

    /// <summary>Folds a sum to sixteen bits without complementing it: what a device that completes checksums wants in the field.</summary>
    public static ushort Fold(ulong sum)
    {
        sum = (sum >> 32) + (uint)sum;
        sum = (sum >> 16) + (sum & ushort.MaxValue);
        sum = (sum >> 16) + (sum & ushort.MaxValue);
        return (ushort)((sum >> 16) + (sum & ushort.MaxValue));
    }

    /// <summary>Adds with the carry brought around, so that words of any width sum up alike (RFC 1071 section 2 C).</summary>
    private static ulong AddAround(ulong sum, ulong words)
    {
        sum += words;
        return sum < words ? sum + 1 : sum;
    }

    private static ulong AddVectors(ref ReadOnlySpan<byte> octets)
    {
        // Each half-word lane is widened, so that 2^32 / 2^16 additions fit before a lane could overflow: far more than
        // the largest frame has.
        var low = Vector<uint>.Zero;
        var high = Vector<uint>.Zero;
        while (octets.Length >= Vector<byte>.Count)
        {
            Vector.Widen(MemoryMarshal.Read<Vector<ushort>>(octets), out var first, out var second);
            low += first;
            high += second;
            octets = octets[Vector<byte>.Count..];
        }

        Vector.Widen(low, out var a, out var b);
        Vector.Widen(high, out var c, out var d);
        return Vector.Sum(a + b + c + d);
    }

    private static uint AddAddress(uint sum, IpAddress address)
    {
        Span<byte> octets = stackalloc byte[IPv6Address.OctetCount];
        if (address.IsV4)
        {
            address.V4.CopyTo(octets);
            return Add(sum, octets[..IPv4Address.OctetCount]);
        }

        address.V6.CopyTo(octets);
        return Add(sum, octets);
    }
}
