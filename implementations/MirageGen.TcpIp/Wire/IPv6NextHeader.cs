namespace MirageGen.TcpIp.Wire;

/// <summary>Values of a next-header field that are no protocols (RFC 8200 section 4).</summary>
internal static class IPv6NextHeader
{
    /// <summary>Hop-by-hop options.</summary>
    public const byte HopByHop = 0;

    /// <summary>A routing header.</summary>
    public const byte Routing = 43;

    /// <summary>A fragment header.</summary>
    public const byte Fragment = 44;

    /// <summary>An authentication header (RFC 4302), whose length is counted in words of four octets.</summary>
    public const byte Authentication = 51;

    /// <summary>Nothing follows.</summary>
    public const byte None = 59;

    /// <summary>Destination options.</summary>
    public const byte DestinationOptions = 60;
}
