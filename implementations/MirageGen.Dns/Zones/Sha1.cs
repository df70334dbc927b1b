using System.Buffers.Binary;
using System.Numerics;

namespace MirageGen.Dns.Zones;

/// <summary>
/// SHA-1 (RFC 3174), which NSEC3 hashes names with: of a few octets at a time, on every target alike. It keeps no secret.
/// </summary>
internal static class Sha1
{
    /// <summary>The length of its result.</summary>
    public const int Octets = 20;

    private const int BlockOctets = 64;
    private const int Rounds = 80;

    /// <summary>Hashes octets.</summary>
    /// <param name="input">What to hash.</param>
    /// <param name="destination">Room for <see cref="Octets"/>; may be the same memory.</param>
    public static void Hash(ReadOnlySpan<byte> input, Span<byte> destination)
    {
        Span<uint> state = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0];
        var bits = (ulong)input.Length * 8;
        for (; input.Length >= BlockOctets; input = input[BlockOctets..])
        {
            Add(input, state);
        }

        Span<byte> last = stackalloc byte[2 * BlockOctets];
        last.Clear();
        input.CopyTo(last);
        last[input.Length] = 0x80;
        var length = input.Length + 1 + sizeof(ulong) <= BlockOctets ? BlockOctets : 2 * BlockOctets;
        BinaryPrimitives.WriteUInt64BigEndian(last[(length - sizeof(ulong))..], bits);
        for (var at = 0; at < length; at += BlockOctets)
        {
            Add(last[at..], state);
        }

        for (var i = 0; i < state.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination[(i * sizeof(uint))..], state[i]);
        }
    }

    private static void Add(ReadOnlySpan<byte> block, Span<uint> state)
    {
        Span<uint> words = stackalloc uint[Rounds];
        for (var i = 0; i < Rounds; i++)
        {
            words[i] = i < BlockOctets / sizeof(uint)
                ? BinaryPrimitives.ReadUInt32BigEndian(block[(i * sizeof(uint))..])
                : BitOperations.RotateLeft(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
        }

        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4]);
        for (var i = 0; i < Rounds; i++)
        {
            var (mixed, constant) = (i / 20) switch
            {
                0 => ((b & c) | (~b & d), 0x5A82_7999u),
                1 => (b ^ c ^ d, 0x6ED9_EBA1u),
                2 => ((b & c) | (b & d) | (c & d), 0x8F1B_BCDCu),
                _ => (b ^ c ^ d, 0xCA62_C1D6u),
            };
            var next = BitOperations.RotateLeft(a, 5) + mixed + e + constant + words[i];
            (e, d, c, b, a) = (d, c, BitOperations.RotateLeft(b, 30), a, next);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    }
}
