namespace MirageGen.Dns;

/// <summary>How much of a zone is taken from a primary at most, and how long it may take.</summary>
public sealed record TransferLimits
{
    /// <summary>The defaults.</summary>
    public static TransferLimits Default { get; } = new();

    /// <summary>The most octets of a zone's records, their names uncompressed.</summary>
    public long MaxOctets { get; init; } = 256 * 1024 * 1024;

    /// <summary>The most records of a transfer.</summary>
    public int MaxRecords { get; init; } = 10_000_000;

    /// <summary>How long a primary may take to accept a connection, and for each message of a transfer.</summary>
    public TimeSpan MessageTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Transfers at once; the other zones wait for their turn.</summary>
    public int MaxTransfers { get; init; } = 4;

    /// <summary>The most zones that are kept, those that catalogs list among them; what is listed beyond is not taken.</summary>
    public int MaxZones { get; init; } = 10_000;

    /// <summary>The least time between two looks at a primary that has not spoken itself, whatever the zone's SOA record says.</summary>
    public TimeSpan LeastInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Checks that every bound is one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxOctets, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRecords, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MessageTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTransfers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxZones, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LeastInterval, TimeSpan.Zero);
    }
}
