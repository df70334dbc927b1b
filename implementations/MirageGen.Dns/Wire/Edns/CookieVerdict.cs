namespace MirageGen.Dns.Wire;

/// <summary>What a server makes of a server cookie (RFC 9018 section 4.3).</summary>
internal enum CookieVerdict : byte
{
    /// <summary>It is none of ours for this client, or too old, or from the future.</summary>
    Bad,

    /// <summary>It is good.</summary>
    Good,

    /// <summary>It is good, and old enough to be made anew.</summary>
    Renew,
}
