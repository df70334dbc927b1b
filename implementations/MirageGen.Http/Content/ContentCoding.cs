namespace MirageGen.Http;

/// <summary>The codings in which a file may be kept (RFC 9110 section 8.4.1); the better ones later.</summary>
internal enum ContentCoding : byte
{
    /// <summary>As it is.</summary>
    Identity,

    /// <summary>gzip (RFC 1952).</summary>
    Gzip,

    /// <summary>Brotli (RFC 7932).</summary>
    Brotli,
}
