using System.Buffers.Binary;
using System.Numerics;

namespace MirageGen.XenHost.Packing;

/// <summary>CRC-32C (RFC 9260, appendix A), for which processors have an instruction: the unpacker has no time to lose.</summary>
internal static class Checksum
{
    /// <summary>Of all the octets.</summary>
    public static uint Of(ReadOnlySpan<byte> octets)
    {
        var crc = uint.MaxValue;
        for (; octets.Length >= sizeof(ulong); octets = octets[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(octets));
        }

        foreach (var octet in octets)
        {
            crc = BitOperations.Crc32C(crc, octet);
        }

        return ~crc;
    }
}
