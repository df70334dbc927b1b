namespace MirageGen.Dns.Zones;

/// <summary>What an answer must know of a name before it looks at its sets.</summary>
[Flags]
internal enum NameFlags : ushort
{
    /// <summary>Nothing out of the ordinary.</summary>
    None = 0,

    /// <summary>It has NS records and is not the zone's own name: what is at it and below it is another zone's.</summary>
    IsDelegation = 1,

    /// <summary>A delegation or a DNAME stands above it, so that nothing of it is an answer; it may be glue.</summary>
    IsBelowCut = 2,

    /// <summary>It has a DNAME record.</summary>
    HasDname = 4,

    /// <summary>A wildcard stands right below it (RFC 4592).</summary>
    HasWildcard = 8,

    /// <summary>It is a wildcard.</summary>
    IsWildcard = 16,

    /// <summary>It has NSEC3 records and nothing else: it is no name that one could ask for (RFC 5155 section 7.2.8).</summary>
    IsHashed = 32,

    /// <summary>It has an NSEC record.</summary>
    HasNsec = 64,
}
