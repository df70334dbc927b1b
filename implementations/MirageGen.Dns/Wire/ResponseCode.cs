namespace MirageGen.Dns;

/// <summary>
/// How a request ended: four bits in the header, the eight above them in OPT (RFC 6891 section 6.1.3).
/// TSIG has an error field of its own.
/// </summary>
public enum ResponseCode : ushort
{
    /// <summary>It was done.</summary>
    NoError = 0,

    /// <summary>The request is malformed.</summary>
    FormatError = 1,

    /// <summary>The server has failed.</summary>
    ServerFailure = 2,

    /// <summary>The name does not exist.</summary>
    NameError = 3,

    /// <summary>The server does not do that kind of request.</summary>
    NotImplemented = 4,

    /// <summary>The server does not do that for this client.</summary>
    Refused = 5,

    /// <summary>A name exists that should not (RFC 2136).</summary>
    NameExists = 6,

    /// <summary>A set of records exists that should not (RFC 2136).</summary>
    SetExists = 7,

    /// <summary>A set of records does not exist that should (RFC 2136).</summary>
    SetMissing = 8,

    /// <summary>The server has no authority for the zone, or the client none to ask (RFC 2136, RFC 8945).</summary>
    NotAuthoritative = 9,

    /// <summary>A name is not in the zone (RFC 2136).</summary>
    NotInZone = 10,

    /// <summary>In OPT: the server does not know the version of EDNS (RFC 6891 section 9).</summary>
    BadVersion = 16,

    /// <summary>The server cookie is missing or wrong (RFC 7873).</summary>
    BadCookie = 23,
}
