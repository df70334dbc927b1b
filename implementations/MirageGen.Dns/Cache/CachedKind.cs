namespace MirageGen.Dns.Cache;

/// <summary>What an entry of the cache says.</summary>
internal enum CachedKind : byte
{
    /// <summary>Nothing any more.</summary>
    Dead,

    /// <summary>Nothing: the rest of the memory before it begins anew.</summary>
    Filler,

    /// <summary>The records of a set.</summary>
    Records,

    /// <summary>There are none of that type (RFC 2308 section 2.2).</summary>
    NoData,

    /// <summary>There is no such name, nor any below it (RFC 2308 section 2.1, RFC 8020).</summary>
    NameError,

    /// <summary>It could not be found out (RFC 9520).</summary>
    Failure,
}
