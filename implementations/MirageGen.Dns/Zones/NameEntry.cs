namespace MirageGen.Dns.Zones;

/// <summary>
/// One name of a zone: twelve octets, in an array in canonical order; its octets have the same number in the zone's list of
/// names. Its sets end where the next name's begin.
/// </summary>
internal struct NameEntry
{
    /// <summary>Its first set.</summary>
    public int FirstSet;

    /// <summary>The name above it; -1 for the zone's own.</summary>
    public int Parent;

    /// <summary>What is to be known first.</summary>
    public NameFlags Flags;
}
