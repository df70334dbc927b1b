namespace MirageGen.Dns.Validation;

/// <summary>What records that deny prove.</summary>
internal enum DenialVerdict : byte
{
    /// <summary>Nothing.</summary>
    Unproved,

    /// <summary>That there is none.</summary>
    Proved,

    /// <summary>That there may be an unsigned zone of that name (opt-out, RFC 5155 section 6).</summary>
    OptedOut,

    /// <summary>That there is an unsigned zone of that name: NS without DS.</summary>
    UnsignedZone,
}
