namespace MirageGen.Dns;

/// <summary>What a piece of a record's data is: how it stands on the wire and in a zone file, and what its canonical form is.</summary>
internal enum RdataFieldKind : byte
{
    /// <summary>A name of a type of RFC 1035: compressed when sent, in small letters in canonical form.</summary>
    CompressibleName,

    /// <summary>A name that is never compressed when sent, but in small letters in canonical form (RFC 4034 section 6.2).</summary>
    FoldedName,

    /// <summary>A name that is never compressed and keeps its case (RFC 6840 section 5.1, RFC 3597 section 7).</summary>
    ExactName,

    /// <summary>A number of one octet.</summary>
    Byte,

    /// <summary>A number of two octets.</summary>
    UInt16,

    /// <summary>A number of four octets.</summary>
    UInt32,

    /// <summary>A span of time in seconds, four octets; in text it may have units.</summary>
    Seconds,

    /// <summary>A point in time, seconds since 1970 in four octets; in text <c>YYYYMMDDHHmmSS</c> (RFC 4034 section 3.2).</summary>
    Time,

    /// <summary>A DNSSEC algorithm, one octet; written as a number, read as a mnemonic too (RFC 4034 appendix A.1).</summary>
    Algorithm,

    /// <summary>The same where it is written as a mnemonic (RFC 4398 section 2.2).</summary>
    NamedAlgorithm,

    /// <summary>The type of a certificate, two octets (RFC 4398 section 2.1).</summary>
    CertificateType,

    /// <summary>A record's type, two octets.</summary>
    Type,

    /// <summary>An IPv4 address.</summary>
    IPv4,

    /// <summary>An IPv6 address.</summary>
    IPv6,

    /// <summary>A character-string: a length of one octet and so many octets (RFC 1035 section 3.3).</summary>
    Text,

    /// <summary>Character-strings to the end, at least one.</summary>
    Texts,

    /// <summary>A character-string of letters and digits, written without quotes (RFC 8659 section 4.1).</summary>
    Tag,

    /// <summary>Text to the end, without a length; written in quotes.</summary>
    TextToEnd,

    /// <summary>Octets to the end, at least one, in base64 (RFC 4648 section 4).</summary>
    Base64,

    /// <summary>Octets to the end, at least one, in hexadecimal.</summary>
    Hex,

    /// <summary>A length of one octet and so many octets in hexadecimal; none is a hyphen (RFC 5155 section 3.3).</summary>
    Salt,

    /// <summary>A length of one octet and so many octets, at least one, in base32hex without padding (RFC 5155 section 3.3).</summary>
    HashedName,

    /// <summary>Types to the end, as windows of bits (RFC 4034 section 4.1.2).</summary>
    TypeBitmap,

    /// <summary>Parameters of a service to the end (RFC 9460 section 2.2).</summary>
    ServiceParameters,

    /// <summary>A place on earth, sixteen octets (RFC 1876 section 2).</summary>
    Location,
}
