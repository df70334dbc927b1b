using System.Buffers.Binary;
using System.Numerics;

namespace MirageGen.Dns.Wire;

/// <summary>SipHash-2-4 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012).</summary>
internal static class SipHash
{
    /// <summary>The length of its result.</summary>
    public const int Octets = 8;

    /// <summary>The length of its key.</summary>
    public const int KeyOctets = 16;

    /// <summary>Hashes octets; the result is little-endian, as in the paper's vectors.</summary>
    /// <param name="key">Sixteen octets.</param>
    /// <param name="input">What to hash.</param>
    /// <param name="destination">Room for <see cref="Octets"/>.</param>
    public static void Write(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> destination)
    {
        var k0 = BinaryPrimitives.ReadUInt64LittleEndian(key);
        var k1 = BinaryPrimitives.ReadUInt64LittleEndian(key[sizeof(ulong)..KeyOctets]);
        var v0 = k0 ^ 0x736F_6D65_7073_6575;
        var v1 = k1 ^ 0x646F_7261_6E64_6F6D;
        var v2 = k0 ^ 0x6C79_6765_6E65_7261;
        var v3 = k1 ^ 0x7465_6462_7974_6573;
        var last = (ulong)input.Length << 56;
        for (; input.Length >= sizeof(ulong); input = input[sizeof(ulong)..])
        {
            Compress(BinaryPrimitives.ReadUInt64LittleEndian(input), ref v0, ref v1, ref v2, ref v3);
        }

        for (var i = 0; i < input.Length; i++)
        {
            last |= (ulong)input[i] << (8 * i);
        }

        Compress(last, ref v0, ref v1, ref v2, ref v3);
        v2 ^= 0xFF;
        for (var i = 0; i < 4; i++)
        {
            Round(ref v0, ref v1, ref v2, ref v3);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(destination, v0 ^ v1 ^ v2 ^ v3);
    }

    private static void Compress(ulong word, ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v3 ^= word;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= word;
    }

    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v3;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}
