namespace MirageGen.Dns.Cache;

/// <summary>What signatures say of data (RFC 4033 section 5).</summary>
internal enum Security : byte
{
    /// <summary>They have not been looked at.</summary>
    Unchecked,

    /// <summary>It is proved that there need be none.</summary>
    Insecure,

    /// <summary>They prove the data.</summary>
    Secure,

    /// <summary>They should prove the data and do not.</summary>
    Bogus,
}
