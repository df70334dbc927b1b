namespace MirageGen.Dns.Client;

/// <summary>Whether a message answers a question that was asked (RFC 5452 section 9.1).</summary>
internal enum ReplyMatch : byte
{
    /// <summary>It does.</summary>
    Yes,

    /// <summary>It does, but for the case of the name.</summary>
    OtherCase,

    /// <summary>It does not.</summary>
    No,
}
