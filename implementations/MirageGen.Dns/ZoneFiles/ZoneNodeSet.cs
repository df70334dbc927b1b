namespace MirageGen.Dns;

/// <summary>What a checker knows of a set of records: the first one, and how many there are.</summary>
internal sealed class ZoneNodeSet(RecordType type, uint ttl, string? file, int line)
{
    /// <summary>Their type.</summary>
    public RecordType Type { get; } = type;

    /// <summary>The first one's time to live.</summary>
    public uint Ttl { get; } = ttl;

    /// <summary>The first one's file.</summary>
    public string? File { get; } = file;

    /// <summary>The first one's line.</summary>
    public int Line { get; } = line;

    /// <summary>How many there are.</summary>
    public int Count { get; set; } = 1;
}
