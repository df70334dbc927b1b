namespace MirageGen.Dns;

/// <summary>The algorithms of TSIG that are done here (RFC 8945 section 6). HMAC-MD5 is refused, as its section 10 advises.</summary>
public enum TsigAlgorithm
{
    /// <summary>hmac-sha1: must be known, should not be used.</summary>
    HmacSha1,

    /// <summary>hmac-sha224.</summary>
    HmacSha224,

    /// <summary>hmac-sha256: what there is no reason not to take.</summary>
    HmacSha256,

    /// <summary>hmac-sha384.</summary>
    HmacSha384,

    /// <summary>hmac-sha512.</summary>
    HmacSha512,
}
