using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Fuzz;

/// <summary>Makes what is almost sound out of what is.</summary>
internal static class Mutation
{
    private const int LargestOctets = 64 * 1024;

    /// <summary>Changes some octets.</summary>
    /// <param name="sound">What to begin with.</param>
    /// <param name="pieces">What to put in now and then.</param>
    /// <param name="random">What happens.</param>
    public static byte[] Of(ReadOnlySpan<byte> sound, byte[][] pieces, SeededRandom random)
    {
        List<byte> octets = [.. sound];
        for (var count = random.NextInt32(6); count > 0 && octets.Count is > 0 and < LargestOctets; count--)
        {
            var at = random.NextInt32(octets.Count);
            var length = Math.Min(octets.Count - at, 1 + random.NextInt32(24));
            switch (random.NextInt32(6))
            {
                case 0:
                    octets[at] ^= (byte)(1 << random.NextInt32(8));
                    break;
                case 1:
                    octets[at] = (byte)random.NextInt32(256);
                    break;
                case 2:
                    octets.RemoveRange(at, length);
                    break;
                case 3:
                    octets.InsertRange(random.NextInt32(octets.Count), octets.GetRange(at, length));
                    break;
                case 4:
                    octets.InsertRange(at, pieces[random.NextInt32(pieces.Length)]);
                    break;
                default:
                    octets.RemoveRange(at, octets.Count - at);
                    break;
            }
        }

        return [.. octets];
    }
}
