namespace MirageGen.Dns;

/// <summary>The keys of service parameters that are known here (RFC 9460 section 14.3.2, RFC 9461).</summary>
internal enum ServiceParameterKey : ushort
{
    /// <summary>Which others a client must understand.</summary>
    Mandatory = 0,

    /// <summary>Protocols above TLS.</summary>
    Alpn = 1,

    /// <summary>That the default protocol is not among them.</summary>
    NoDefaultAlpn = 2,

    /// <summary>A port.</summary>
    Port = 3,

    /// <summary>IPv4 addresses to begin with.</summary>
    IPv4Hint = 4,

    /// <summary>What an encrypted ClientHello needs.</summary>
    EncryptedClientHello = 5,

    /// <summary>IPv6 addresses to begin with.</summary>
    IPv6Hint = 6,

    /// <summary>The template of DNS over HTTPS.</summary>
    DohPath = 7,

    /// <summary>Never a key (RFC 9460 section 14.3.2).</summary>
    Invalid = 65535,
}
