namespace MirageGen.TcpIp;

/// <summary>What a DHCP server gives.</summary>
public sealed record DhcpServerOptions
{
    /// <summary>The server's own address, with the prefix of the network it serves.</summary>
    public required IpPrefix Server { get; init; }

    /// <summary>The first address that is given.</summary>
    public required IPv4Address First { get; init; }

    /// <summary>The last address that is given.</summary>
    public required IPv4Address Last { get; init; }

    /// <summary>The router that clients are told of; null for none.</summary>
    public IPv4Address? Router { get; init; }

    /// <summary>The servers for names that clients are told of.</summary>
    public IReadOnlyList<IPv4Address> NameServers { get; init; } = [];

    /// <summary>The domain that clients are told of; empty for none.</summary>
    public string DomainName { get; init; } = "";

    /// <summary>How long an address is given for.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Addresses that belong to certain clients, in or outside the range.</summary>
    public IReadOnlyDictionary<MacAddress, IPv4Address> Reserved { get; init; } = new Dictionary<MacAddress, IPv4Address>();

    /// <summary>Checks that the addresses fit together.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    internal void Validate()
    {
        var network = Server;
        if (!network.Address.IsV4 || network.Length is 0 or > 30)
        {
            throw new ArgumentException($"A DHCP server serves an IPv4 network of some addresses, not {network}.");
        }

        if (First > Last || !Fits(First) || !Fits(Last))
        {
            throw new ArgumentException($"The addresses from {First} to {Last} are no range within {network}.");
        }

        if (Router is { } router && !Fits(router))
        {
            throw new ArgumentException($"The router {router} is not in {network}.");
        }

        foreach (var (station, address) in Reserved)
        {
            if (!Fits(address) || address == network.Address)
            {
                throw new ArgumentException($"The address {address} of {station} is not one of {network} that can be given.");
            }
        }

        if (LeaseTime < TimeSpan.FromMinutes(1) || LeaseTime > TimeSpan.FromDays(365))
        {
            throw new ArgumentException($"A lease of {LeaseTime} is too short or too long: from a minute to a year.");
        }

        bool Fits(IPv4Address address) => network.Contains(address) && network.Broadcast != address && network.Network != address;
    }
}
