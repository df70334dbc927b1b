namespace MirageGen.Dns.Wire;

/// <summary>The single bits of a header's second word (RFC 1035 section 4.1.1, RFC 4035 section 3).</summary>
[Flags]
internal enum HeaderFlags : ushort
{
    /// <summary>A query without a wish.</summary>
    None = 0,

    /// <summary>CD: the client checks signatures itself.</summary>
    CheckingDisabled = 0x0010,

    /// <summary>AD: all of the answer has been checked.</summary>
    AuthenticData = 0x0020,

    /// <summary>RA: the server asks others.</summary>
    RecursionAvailable = 0x0080,

    /// <summary>RD: the server shall ask others.</summary>
    RecursionDesired = 0x0100,

    /// <summary>TC: there was no room for all.</summary>
    Truncated = 0x0200,

    /// <summary>AA: the server has authority for the first owner name.</summary>
    Authoritative = 0x0400,

    /// <summary>QR: this is a response.</summary>
    Response = 0x8000,
}
