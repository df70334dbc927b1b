namespace MirageGen.Storage.Log;

/// <summary>Where a value is on the disk, and what is known of it; it never changes but for its place.</summary>
/// <param name="length">Its octets.</param>
/// <param name="checksum">Of these.</param>
/// <param name="ticks">When it was set, in UTC.</param>
/// <param name="version">What tells it from every other value under the same key.</param>
internal sealed class StoredValue(int length, uint checksum, long ticks, ulong version)
{
    public int Length => length;

    public uint Checksum => checksum;

    public long Ticks => ticks;

    public ulong Version => version;

    /// <summary>Octets from the start of the half that the log is in.</summary>
    public long Offset { get; set; }

    /// <summary>Where it will be when the log has been copied to the other half.</summary>
    public long Moved { get; set; }

    /// <summary>What it is the value of.</summary>
    public KeyNode? Owner { get; set; }

    /// <summary>The one before in the order of the log.</summary>
    public StoredValue? Older { get; set; }

    /// <summary>The one behind in the order of the log.</summary>
    public StoredValue? Newer { get; set; }

    public KeyInfo Info => new(KeyKind.Value, length, new DateTimeOffset(ticks, TimeSpan.Zero));
}
