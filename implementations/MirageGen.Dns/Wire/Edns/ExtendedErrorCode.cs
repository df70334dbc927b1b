namespace MirageGen.Dns.Wire;

/// <summary>Why an answer is what it is (RFC 8914 section 4).</summary>
internal enum ExtendedErrorCode : ushort
{
    /// <summary>For no reason that has a number.</summary>
    Other = 0,

    /// <summary>No DNSKEY has an algorithm that is known here.</summary>
    UnsupportedDnskeyAlgorithm = 1,

    /// <summary>No DS has a digest that is known here.</summary>
    UnsupportedDsDigest = 2,

    /// <summary>It is out of date, but nothing newer could be had.</summary>
    StaleAnswer = 3,

    /// <summary>It was made up by a policy.</summary>
    ForgedAnswer = 4,

    /// <summary>Whether it is genuine cannot be found out.</summary>
    DnssecIndeterminate = 5,

    /// <summary>It is not genuine.</summary>
    DnssecBogus = 6,

    /// <summary>Its signatures are past their time.</summary>
    SignatureExpired = 7,

    /// <summary>Its signatures are before their time.</summary>
    SignatureNotYetValid = 8,

    /// <summary>A DS fits no DNSKEY.</summary>
    DnskeyMissing = 9,

    /// <summary>There are no signatures where there should be.</summary>
    SignaturesMissing = 10,

    /// <summary>No key is a zone's.</summary>
    NoZoneKeyBit = 11,

    /// <summary>There are no NSEC records where there should be.</summary>
    NsecMissing = 12,

    /// <summary>It has failed before, and that is remembered.</summary>
    CachedError = 13,

    /// <summary>The server is not ready.</summary>
    NotReady = 14,

    /// <summary>An operator's list blocks it.</summary>
    Blocked = 15,

    /// <summary>An authority's list blocks it.</summary>
    Censored = 16,

    /// <summary>The client's own wish blocks it.</summary>
    Filtered = 17,

    /// <summary>The client may not ask here.</summary>
    Prohibited = 18,

    /// <summary>It is an out of date denial.</summary>
    StaleNameError = 19,

    /// <summary>The server has no authority and does not ask others.</summary>
    NotAuthoritative = 20,

    /// <summary>The server does not do that.</summary>
    NotSupported = 21,

    /// <summary>No server with authority was reached.</summary>
    NoReachableAuthority = 22,

    /// <summary>A network failed.</summary>
    NetworkError = 23,

    /// <summary>A zone's data is not sound here.</summary>
    InvalidData = 24,
}
