namespace MirageGen.TcpIp.Tests.Tcp.Core.Path;

/// <summary>What one direction of a path does to segments.</summary>
/// <param name="Delay">How long each takes at the least.</param>
internal readonly record struct PathTraits(TimeSpan Delay)
{
    /// <summary>The probability that a segment vanishes.</summary>
    public double Loss { get; init; }

    /// <summary>The probability that it arrives twice.</summary>
    public double Duplication { get; init; }

    /// <summary>The probability that it takes up to <see cref="MostExtraDelay"/> longer, and others overtake it.</summary>
    public double Reordering { get; init; }

    /// <summary>See <see cref="Reordering"/>.</summary>
    public TimeSpan MostExtraDelay { get; init; }

    /// <summary>Octets a second that pass the narrowest place; zero for any number.</summary>
    public double OctetsPerSecond { get; init; }

    /// <summary>Octets that wait before it; more are dropped.</summary>
    public int QueueOctets { get; init; }

    /// <summary>Octets waiting from which on segments are marked instead of nothing (RFC 3168); zero for never.</summary>
    public int MarkingOctets { get; init; }

    /// <summary>Octets of payload from which on segments vanish without a word; zero for never.</summary>
    public int BlackHoleOctets { get; init; }
}
