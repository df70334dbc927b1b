namespace MirageGen.Dns.Cache;

/// <summary>How far what is kept is to be believed (RFC 2181 section 5.4.1); what is less so does not replace what is more.</summary>
internal enum CachedRank : byte
{
    /// <summary>An address beside a referral: good to ask there, never an answer.</summary>
    Glue,

    /// <summary>The servers that a referral names: good to ask there, never an answer.</summary>
    Referral,

    /// <summary>An answer.</summary>
    Answer,
}
