namespace MirageGen.TcpIp;

/// <summary>Chance as a part of a whole, for times that are spread.</summary>
internal static class RandomFraction
{
    /// <summary>From zero to one.</summary>
    public static double NextFraction(this IRandom random) => random.NextUInt32() / (double)uint.MaxValue;

    /// <summary>From nine to eleven tenths of a time, so that hosts that began together drift apart.</summary>
    public static TimeSpan Spread(this IRandom random, TimeSpan time) => time * (0.9 + (0.2 * random.NextFraction()));
}
