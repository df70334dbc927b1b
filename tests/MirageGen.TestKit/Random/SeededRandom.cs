using System.Buffers.Binary;
using System.Numerics;

namespace MirageGen.TestKit;

/// <summary>
/// A reproducible sequence of numbers: xoshiro256** (Blackman and Vigna, "Scrambled Linear Pseudorandom Number
/// Generators", 2018), its state filled from the seed by SplitMix64. The algorithm and the way each method draws from
/// it are fixed, so that a seed gives the same run on every version of .NET; <see cref="Random"/> promises no such
/// thing. Not for secrets.
/// </summary>
public sealed class SeededRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Begins a sequence.</summary>
    public SeededRandom(ulong seed)
    {
        Seed = seed;
        var state = seed;
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    internal SeededRandom(ulong s0, ulong s1, ulong s2, ulong s3) => (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    /// <summary>What the sequence was begun with.</summary>
    public ulong Seed { get; }

    /// <summary>
    /// Another sequence, determined by this one's seed and a name alone: it does not depend on what has been drawn
    /// here, so that a new consumer of randomness does not change what the others see.
    /// </summary>
    public SeededRandom Fork(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var state = Seed;
        foreach (var c in name)
        {
            state = SplitMix(ref state) ^ c;
        }

        return new(SplitMix(ref state));
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number from zero up to but not including a bound, each as likely as the others.</summary>
    /// <param name="below">The bound, at least one.</param>
    public int NextInt32(int below)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(below, 1);

        // Lemire, "Fast Random Integer Generation in an Interval" (2019): a product's high half is the number; the few
        // low halves that would make some numbers likelier are drawn again.
        var product = (NextUInt64() >> 32) * (uint)below;
        if ((uint)product < (uint)below)
        {
            var threshold = (uint)-below % (uint)below;
            while ((uint)product < threshold)
            {
                product = (NextUInt64() >> 32) * (uint)below;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public int NextInt32(int least, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        return least + NextInt32(most - least + 1);
    }

    /// <summary>A number from zero up to but not including one, a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with a probability. What is certain draws nothing.</summary>
    /// <param name="probability">From zero, never, to one, always.</param>
    public bool Chance(double probability) => probability > 0 && (probability >= 1 || NextDouble() < probability);

    /// <summary>A span of time from zero to <paramref name="most"/>, both included.</summary>
    public TimeSpan NextTimeSpan(TimeSpan most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, TimeSpan.Zero);
        return most == TimeSpan.Zero ? most : new((long)(NextDouble() * (most.Ticks + 1)));
    }

    /// <summary>One of several, each as likely as the others.</summary>
    public T Pick<T>(params ReadOnlySpan<T> items) => items[NextInt32(items.Length)];

    /// <summary>Brings items into random order.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var other = NextInt32(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    /// <summary>Fills a buffer, eight octets a draw, least significant first.</summary>
    public void Fill(Span<byte> destination)
    {
        while (destination.Length >= sizeof(ulong))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(destination, NextUInt64());
            destination = destination[sizeof(ulong)..];
        }

        if (!destination.IsEmpty)
        {
            Span<byte> last = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(last, NextUInt64());
            last[..destination.Length].CopyTo(destination);
        }
    }

    /// <summary>Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014).</summary>
    internal static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E37_79B9_7F4A_7C15;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
