namespace MirageGen.Dns.Wire;

/// <summary>What a TSIG record says in its own error field (RFC 8945 section 3).</summary>
internal enum TsigError : ushort
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>The record is malformed; said in the header, never in the record.</summary>
    FormatError = 1,

    /// <summary>The signature does not fit.</summary>
    BadSignature = 16,

    /// <summary>The key is not known, or not for that algorithm.</summary>
    BadKey = 17,

    /// <summary>The clocks are too far apart.</summary>
    BadTime = 18,

    /// <summary>The signature is cut shorter than is allowed here.</summary>
    BadTruncation = 22,
}
