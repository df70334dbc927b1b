namespace MirageGen.Dns.Update;

/// <summary>How far the journal of one zone is.</summary>
/// <param name="FileSerial">The serial number of the zone file that it begins with.</param>
internal sealed record JournalState(uint FileSerial)
{
    /// <summary>Whether the key that says so is on the store.</summary>
    public bool HasBase { get; set; }

    /// <summary>The serial number that it has come to.</summary>
    public uint Serial { get; set; } = FileSerial;

    /// <summary>Whether the last write failed, so that it is not known what is on the store.</summary>
    public bool IsUncertain { get; set; }

    /// <summary>The number of the next change.</summary>
    public long Next { get; set; }

    /// <summary>How many changes are on the store.</summary>
    public int Changes { get; set; }

    /// <summary>The octets of those.</summary>
    public long Octets { get; set; }
}
