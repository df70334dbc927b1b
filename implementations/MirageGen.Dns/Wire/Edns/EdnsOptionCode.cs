namespace MirageGen.Dns.Wire;

/// <summary>The options of OPT that are known here (IANA "DNS EDNS0 Option Codes").</summary>
internal enum EdnsOptionCode : ushort
{
    /// <summary>Reserved.</summary>
    None = 0,

    /// <summary>A server's own name (RFC 5001).</summary>
    NameServerId = 3,

    /// <summary>Client and server cookies (RFC 7873).</summary>
    Cookie = 10,

    /// <summary>How long a TCP connection may be idle (RFC 7828).</summary>
    KeepAlive = 11,

    /// <summary>Octets against those who measure (RFC 7830).</summary>
    Padding = 12,

    /// <summary>Why an answer is what it is (RFC 8914).</summary>
    ExtendedError = 15,
}
