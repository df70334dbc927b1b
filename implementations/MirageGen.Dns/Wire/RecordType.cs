namespace MirageGen.Dns;

/// <summary>
/// What a record says (RFC 1035 section 3.2.2, IANA "Resource Record (RR) TYPEs"). Any other number is a type too, whose
/// data is only octets (RFC 3597).
/// </summary>
public enum RecordType : ushort
{
    /// <summary>No type: it is reserved, and stands in SIG(0) records only (RFC 2931).</summary>
    None = 0,

    /// <summary>An IPv4 address (RFC 1035).</summary>
    A = 1,

    /// <summary>A name server of a zone (RFC 1035).</summary>
    NS = 2,

    /// <summary>A mail destination; obsolete (RFC 1035).</summary>
    MD = 3,

    /// <summary>A mail forwarder; obsolete (RFC 1035).</summary>
    MF = 4,

    /// <summary>The name that this one is an alias of (RFC 1035).</summary>
    Cname = 5,

    /// <summary>The start of a zone of authority (RFC 1035).</summary>
    Soa = 6,

    /// <summary>A mailbox (RFC 1035).</summary>
    MB = 7,

    /// <summary>A mail group's member (RFC 1035).</summary>
    MG = 8,

    /// <summary>A mailbox's new name (RFC 1035).</summary>
    MR = 9,

    /// <summary>A name for an address (RFC 1035).</summary>
    Ptr = 12,

    /// <summary>A host's machine and system (RFC 1035), or the answer to ANY (RFC 8482).</summary>
    Hinfo = 13,

    /// <summary>Who is responsible for a mailbox (RFC 1035).</summary>
    Minfo = 14,

    /// <summary>A mail exchange (RFC 1035).</summary>
    MX = 15,

    /// <summary>Text (RFC 1035).</summary>
    Txt = 16,

    /// <summary>A responsible person (RFC 1183).</summary>
    RP = 17,

    /// <summary>An AFS database (RFC 1183).</summary>
    Afsdb = 18,

    /// <summary>A router for a host without a direct path (RFC 1183).</summary>
    RT = 21,

    /// <summary>An IPv6 address (RFC 3596).</summary>
    Aaaa = 28,

    /// <summary>A place on earth (RFC 1876).</summary>
    Loc = 29,

    /// <summary>A service's host and port (RFC 2782).</summary>
    Srv = 33,

    /// <summary>A rule to rewrite a name (RFC 3403).</summary>
    Naptr = 35,

    /// <summary>A key exchanger (RFC 2230).</summary>
    KX = 36,

    /// <summary>A certificate (RFC 4398).</summary>
    Cert = 37,

    /// <summary>The name in whose place all below this one stands (RFC 6672).</summary>
    Dname = 39,

    /// <summary>Facts about a message itself: EDNS (RFC 6891). In no zone.</summary>
    Opt = 41,

    /// <summary>The digest of a child zone's key (RFC 4034).</summary>
    DS = 43,

    /// <summary>An SSH host key's fingerprint (RFC 4255).</summary>
    Sshfp = 44,

    /// <summary>A signature over a set of records (RFC 4034).</summary>
    Rrsig = 46,

    /// <summary>The next name, and what types there are (RFC 4034).</summary>
    Nsec = 47,

    /// <summary>A zone's public key (RFC 4034).</summary>
    Dnskey = 48,

    /// <summary>The next hashed name, and what types there are (RFC 5155).</summary>
    Nsec3 = 50,

    /// <summary>How a zone's names are hashed (RFC 5155).</summary>
    Nsec3Param = 51,

    /// <summary>A TLS certificate's association (RFC 6698).</summary>
    Tlsa = 52,

    /// <summary>An S/MIME certificate's association (RFC 8162).</summary>
    Smimea = 53,

    /// <summary>The DS record that a child wants (RFC 7344).</summary>
    Cds = 59,

    /// <summary>The DNSKEY record that a child wants the DS of (RFC 7344).</summary>
    Cdnskey = 60,

    /// <summary>An OpenPGP public key (RFC 7929).</summary>
    OpenPgpKey = 61,

    /// <summary>What a parent shall copy from its child (RFC 7477).</summary>
    Csync = 62,

    /// <summary>The digest of a zone (RFC 8976).</summary>
    Zonemd = 63,

    /// <summary>Where and how a service is reached (RFC 9460).</summary>
    Svcb = 64,

    /// <summary>Where and how an HTTPS origin is reached (RFC 9460).</summary>
    Https = 65,

    /// <summary>Text about mail senders; obsolete (RFC 7208).</summary>
    Spf = 99,

    /// <summary>The signature of a message (RFC 8945). In no zone.</summary>
    Tsig = 250,

    /// <summary>In a question: what has changed in a zone (RFC 1995).</summary>
    Ixfr = 251,

    /// <summary>In a question: a whole zone (RFC 5936).</summary>
    Axfr = 252,

    /// <summary>In a question: every type (RFC 8482).</summary>
    Any = 255,

    /// <summary>A resource identifier (RFC 7553).</summary>
    Uri = 256,

    /// <summary>Who may certify a domain (RFC 8659).</summary>
    Caa = 257,
}
