namespace MirageGen.Dns;

/// <summary>What a zone file does not say itself.</summary>
public sealed class ZoneFileOptions
{
    /// <summary>What relative names are relative to until <c>$ORIGIN</c> says otherwise: the zone's name.</summary>
    public required DomainName Origin { get; init; }

    /// <summary>What messages call the file; null leaves it out.</summary>
    public string? FileName { get; init; }

    /// <summary>The class of all records.</summary>
    public RecordClass Class { get; init; } = RecordClass.Internet;

    /// <summary>The time to live of records that have none, until <c>$TTL</c> says otherwise; in seconds.</summary>
    public uint? DefaultTtl { get; init; }

    /// <summary>Opens the files that <c>$INCLUDE</c> names. Without it, <c>$INCLUDE</c> is an error.</summary>
    public ZoneFileOpener? Open { get; init; }
}
