namespace MirageGen.Dns.Client;

/// <summary>Hosts that no server is asked about (RFC 6761 section 6).</summary>
internal static class SpecialHosts
{
    private static readonly DomainName Localhost = DomainName.Parse("localhost.");
    private static readonly DomainName Invalid = DomainName.Parse("invalid.");
    private static readonly IpAddress[] Loopback = [IPv6Address.Loopback, IPv4Address.Loopback];

    /// <summary>Finds what is known of a host without asking.</summary>
    /// <returns>Its addresses, none when there is no such host; null when it is not special.</returns>
    public static IReadOnlyList<IpAddress>? Find(DomainName host) =>
        host.IsSubdomainOf(Localhost) ? Loopback
        : host.IsSubdomainOf(Invalid) ? []
        : null;
}
