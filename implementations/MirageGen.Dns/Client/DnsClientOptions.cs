namespace MirageGen.Dns;

/// <summary>Limits of a <see cref="DnsClient"/>.</summary>
public sealed record DnsClientOptions
{
    /// <summary>The defaults.</summary>
    public static DnsClientOptions Default { get; } = new();

    /// <summary>How long the first server is waited for; each time all have been asked, twice as long.</summary>
    public TimeSpan FirstTimeout { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How often all servers are asked, from 1 to 8.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>How long an answer over TCP is waited for.</summary>
    public TimeSpan StreamTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Questions that are open at once; more are refused.</summary>
    public int MaxOpen { get; init; } = 256;

    /// <summary>How many servers are asked, of those that are given.</summary>
    public int MaxServers { get; init; } = 8;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FirstTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(StreamTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxOpen);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxServers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Rounds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Rounds, 8);
    }
}
