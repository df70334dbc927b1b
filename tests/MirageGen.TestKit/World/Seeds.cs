using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace MirageGen.TestKit;

/// <summary>Where the seed of a run comes from.</summary>
internal static class Seeds
{
    public const string Variable = "MIRAGEGEN_SEED";

    /// <summary>The seed to replay; null when none is asked for.</summary>
    public static ulong? FromEnvironment() => Parse(Environment.GetEnvironmentVariable(Variable));

    public static ulong? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return ulong.TryParse(
            isHex ? text.AsSpan(2) : text,
            isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var seed)
            ? seed
            : throw new FormatException($"{Variable}: '{text}' is not a seed, a number from 0 to {ulong.MaxValue}.");
    }

    /// <summary>A seed nobody has seen before; short enough to be typed.</summary>
    public static ulong Fresh()
    {
        Span<byte> octets = stackalloc byte[sizeof(uint)];
        RandomNumberGenerator.Fill(octets);
        return BinaryPrimitives.ReadUInt32LittleEndian(octets);
    }

    /// <summary>The next seed of a run of many worlds; as short.</summary>
    public static ulong Next(ref ulong state) => (uint)SeededRandom.SplitMix(ref state);
}
