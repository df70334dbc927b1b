namespace MirageGen.Dns.Zones;

/// <summary>
/// One set of records: eight octets. Its records end where the next set's begin. Signatures are a set of their own right
/// behind the one that they cover.
/// </summary>
internal struct SetEntry
{
    /// <summary>Where its first record begins among the zone's records.</summary>
    public int RecordsAt;

    /// <summary>What its records say.</summary>
    public RecordType Type;

    /// <summary>How many there are; more than a message has octets are not counted, for they will never be sent.</summary>
    public ushort Count;
}
