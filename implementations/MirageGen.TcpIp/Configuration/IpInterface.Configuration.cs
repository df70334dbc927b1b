namespace MirageGen.TcpIp;

/// <content>Where addresses come from.</content>
public sealed partial class IpInterface
{
    private const ulong LinkLocalPrefix = 0xFE80_0000_0000_0000;
    private const int LinkLocalPrefixLength = 64;

    /// <summary>The servers that the network offers for names; empty when it offers none.</summary>
    public IReadOnlyList<IpAddress> NameServers =>
        [.. (Dhcp?.NameServers ?? []), .. (Routers?.NameServers ?? [])];

    internal RouterDiscovery? Routers { get; private set; }

    internal RouterAdvertiser? Advertiser { get; private set; }

    internal DhcpClient? Dhcp { get; private set; }

    /// <summary>The interface identifier (RFC 4291 appendix A): the hardware address, with its universal bit inverted.</summary>
    internal ulong Identifier
    {
        get
        {
            Span<byte> octets = stackalloc byte[MacAddress.OctetCount];
            Ethernet.Address.CopyTo(octets);
            octets[0] ^= 0x02;
            var high = ((ulong)octets[0] << 16) | ((ulong)octets[1] << 8) | octets[2];
            var low = ((ulong)octets[3] << 16) | ((ulong)octets[4] << 8) | octets[5];
            return (high << 40) | (0xFFFEUL << 24) | low;
        }
    }

    /// <summary>
    /// Adds an address by hand. One of IPv6 is used once nobody on the link has said that he has it. One of IPv4 is used at
    /// once; when another station turns out to have it within the next few seconds, the loop ends with a
    /// <see cref="DeviceException"/> that names that station.
    /// </summary>
    /// <param name="prefix">The address and the length of the prefix it shares with its neighbours.</param>
    /// <exception cref="ArgumentException">It is no address that an interface can have, or it has that address already.</exception>
    public void AddAddress(IpPrefix prefix)
    {
        var address = prefix.Address;
        if (address.IsNone || address.IsMulticast || address.IsLoopback || Martians.IsUnspecified(address)
            || prefix.Broadcast == address
            || (address.IsV4 && (prefix.Length < 31 && prefix.Network == address || address.V4 == IPv4Address.Broadcast)))
        {
            throw new ArgumentException($"{prefix} cannot be the address of an interface: it is a group's, a network's or nobody's.", nameof(prefix));
        }

        if (address.IsV6)
        {
            EnableIPv6();
            prefix = prefix with { Address = new(address.V6, address.V6.IsLinkLocal ? Index : 0) };
        }

        var state = address.IsV6 ? AddressState.Tentative : AddressState.Preferred;
        var added = new LocalAddress(prefix, state, isAutomatic: false);
        if (!TryAdd(added))
        {
            throw new ArgumentException($"The interface '{Name}' has {address} already, or {MostAddresses} addresses.", nameof(prefix));
        }

        if (address.IsV6)
        {
            Discovery.Groups.Changed();
            Duplicates.Begin(added, TimeSpan.Zero);
        }
        else
        {
            Conflicts.Begin(address.V4, isInUse: true, claimant => throw Taken(address, claimant));
        }
    }

    /// <summary>Has the interface speak IPv6, with a link-local address made from its hardware address (RFC 4862 section 5.3).</summary>
    /// <param name="acceptsRouters">Whether routes and addresses come from routers on the link.</param>
    public void EnableIPv6(bool acceptsRouters = false)
    {
        if (!_isV6Enabled)
        {
            _isV6Enabled = true;
            Ethernet.Attach(EtherType.IPv6, this);
            AddAutomatic(new UInt128(LinkLocalPrefix, Identifier), LinkLocalPrefixLength);
        }

        if (acceptsRouters)
        {
            Routers ??= new(this);
        }
    }

    /// <summary>
    /// Tells the hosts of the link that this is a router, and of the prefixes of the addresses that were set by hand: they
    /// make addresses of their own from those of 64 bits (RFC 4861 section 6.2, RFC 4862). Needs <see cref="Ip.IsForwarding"/>.
    /// </summary>
    public void EnableRouterAdvertisements()
    {
        EnableIPv6();
        Advertiser ??= new(this);
    }

    /// <summary>
    /// Hides the IPv4 hosts behind the other interfaces: what they send by this one leaves from its address, and what is
    /// sent back there reaches them (NAPT, RFC 4787, RFC 5382, RFC 5508). Needs <see cref="Ip.IsForwarding"/>. From outside,
    /// only what is sent to a port that stands for one inside is forwarded, but that from anyone: it is no firewall. IPv6 is
    /// forwarded as without it.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another interface does it.</exception>
    public void EnableNat() => Host.Nat = Host.Nat is null
        ? new(this)
        : throw new InvalidOperationException("Addresses are translated already: one interface is the outside.");

    /// <summary>Has the interface get its IPv4 address, routes and name servers from a DHCP server (RFC 2131).</summary>
    /// <param name="hostName">What the host would like to be called; null for nothing.</param>
    public void EnableDhcp(string? hostName = null)
    {
        if (Dhcp is null)
        {
            Dhcp = new(this, hostName);
            Configurator = Dhcp;
            Dhcp.Start();
        }
    }

    /// <summary>Adds an IPv6 address of the interface's own making.</summary>
    /// <returns>The address; null when there is no room for it.</returns>
    internal LocalAddress? AddAutomatic(UInt128 address, int prefixLength)
    {
        var own = new IPv6Address(address);
        var added = new LocalAddress(
            new(new(own, own.IsLinkLocal ? Index : 0), prefixLength), AddressState.Tentative, isAutomatic: true);
        if (!TryAdd(added))
        {
            return null;
        }

        Discovery.Groups.Changed();
        // Up to a second: hosts that are switched on together do not all ask at once (RFC 4862 section 5.4.2).
        Duplicates.Begin(added, TimeSpan.FromSeconds(Host.Random.NextFraction()));
        return added;
    }

    private DeviceException Taken(IpAddress address, MacAddress claimant) =>
        new($"cannot use {address} on the interface '{Name}': the station {claimant} has it; give one of the two another address");

    /// <summary>A tentative address is somebody else's.</summary>
    internal void Duplicate(LocalAddress address) => Routers?.Lost(address);
}
