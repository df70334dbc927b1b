namespace MirageGen.TcpIp;

/// <summary>One attachment of a host to a link: a device, and the addresses the host has on it.</summary>
public sealed partial class IpInterface : IFrameReceiver, IDisposable
{
    /// <summary>The most addresses, whatever routers advertise.</summary>
    internal const int MostAddresses = 32;

    private readonly List<LocalAddress> _addresses = [];
    private int _mtuV4;
    private int _mtuV6;
    private bool _isV6Enabled;

    internal IpInterface(Ip ip, string name, uint index, IEthernet ethernet)
    {
        Host = ip;
        Name = name;
        Index = index;
        Ethernet = ethernet;
        _mtuV4 = ethernet.Mtu;
        _mtuV6 = ethernet.Mtu;
        NeighbourCounters = new(ip.Statistics.Add($"neighbours {name}"));
        Space = new(() => ethernet.WaitForSpaceAsync());
        Arp = new(this);
        Conflicts = new(this);
        Igmp = new(this);
        Discovery = new(this);
        Duplicates = new(this);
        ethernet.Attach(EtherType.IPv4, this);
        ethernet.Attach(EtherType.Arp, Arp);
    }

    /// <summary>The name it was given.</summary>
    public string Name { get; }

    /// <summary>Its number on this host, from one on: the zone of its link-local addresses.</summary>
    public uint Index { get; }

    /// <summary>Its addresses that can be used, with the lengths of their prefixes.</summary>
    public IReadOnlyList<IpPrefix> Addresses => _addresses.FindAll(address => address.IsUsable).ConvertAll(address => address.Prefix);

    internal Ip Host { get; }

    internal IEthernet Ethernet { get; }

    /// <summary>Those who wait for room in the device.</summary>
    internal SpaceWaiters Space { get; }

    internal Arp Arp { get; }

    internal ConflictDetection Conflicts { get; }

    internal Igmp Igmp { get; }

    internal NeighbourDiscovery Discovery { get; }

    internal DuplicateDetection Duplicates { get; }

    internal NeighbourCounters NeighbourCounters { get; }

    /// <summary>What finds the interface's address by asking others; null when nothing does.</summary>
    internal IInterfaceConfigurator? Configurator { get; set; }

    /// <summary>The hop limit of IPv6 packets, as routers advertise it; null for the default.</summary>
    internal byte? HopLimitV6 { get; set; }

    internal IReadOnlyList<LocalAddress> LocalAddresses => _addresses;

    /// <summary>The largest IPv4 packet: the link's, or less where DHCP says so.</summary>
    internal int MtuV4
    {
        get => _mtuV4;
        set => SetMtu(ref _mtuV4, value);
    }

    /// <summary>The largest IPv6 packet: the link's, or less where a router says so.</summary>
    internal int MtuV6
    {
        get => _mtuV6;
        set => SetMtu(ref _mtuV6, value);
    }

    /// <summary>The table of neighbours of an address's version.</summary>
    internal NeighbourTable NeighboursFor(IpAddress address) => address.IsV4 ? Arp.Table : Discovery.Table;

    /// <summary>Whether an address is this interface's and can be used.</summary>
    internal bool Has(IpAddress address) => Find(address) is { IsUsable: true };

    internal LocalAddress? Find(IpAddress address)
    {
        foreach (var own in _addresses)
        {
            if (own.Address == address)
            {
                return own;
            }
        }

        return null;
    }

    /// <summary>Whether an address reaches everyone on this link (RFC 919).</summary>
    internal bool IsBroadcast(IpAddress address)
    {
        if (!address.IsV4)
        {
            return false;
        }

        if (address.V4 == IPv4Address.Broadcast)
        {
            return true;
        }

        foreach (var own in _addresses)
        {
            if (own.Prefix.Broadcast == address)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether this host listens to a group on this interface.</summary>
    internal bool IsMember(IpAddress group) => GroupsFor(group).IsMember(group);

    /// <summary>The groups of a group's version.</summary>
    internal GroupReports GroupsFor(IpAddress group) => group.IsV4 ? Igmp : Discovery.Groups;

    /// <summary>The best of its addresses to write to a destination from (RFC 6724 section 5, in short); none if there is none.</summary>
    internal IpAddress SourceFor(IpAddress destination)
    {
        LocalAddress? best = null;
        foreach (var own in _addresses)
        {
            if (own.IsUsable
                && own.Address.IsV4 == destination.IsV4
                && (best is null || SourceSelection.IsBetter(own, best, destination)))
            {
                best = own;
            }
        }

        return best?.Address ?? IpAddress.None;
    }

    /// <summary>Adds an address and the route to its neighbours.</summary>
    /// <returns>False when it is there already, or there are too many.</returns>
    internal bool TryAdd(LocalAddress address)
    {
        if (Find(address.Address) is not null || _addresses.Count >= MostAddresses)
        {
            return false;
        }

        _addresses.Add(address);
        if (address.IsUsable)
        {
            AddOnLinkRoute(address);
        }

        Host.Tables.Changed();
        return true;
    }

    /// <summary>A tentative address has turned out to be nobody else's.</summary>
    internal void MakeUsable(LocalAddress address)
    {
        address.State = AddressState.Preferred;
        AddOnLinkRoute(address);
        Host.Tables.Changed();
        Host.AddressesChanged(this);
    }

    /// <summary>Takes an address away.</summary>
    internal void Remove(LocalAddress address)
    {
        if (!_addresses.Remove(address))
        {
            return;
        }

        if (address.Address.IsV4)
        {
            Conflicts.Forget(address.Address.V4);
        }

        if (OnLinkRoute(address) is { } route && !_addresses.Exists(other => OnLinkRoute(other) == route))
        {
            Host.Tables.RemoveRoute(route);
        }

        Host.Tables.Changed();
        Host.AddressesChanged(this);
    }

    /// <summary>Gives up its lease, and stops all timers.</summary>
    void IDisposable.Dispose()
    {
        Dhcp?.Dispose();
        Advertiser?.Dispose();
        while (_addresses.Count > 0)
        {
            Remove(_addresses[^1]);
        }

        Routers?.Dispose();
        Duplicates.Dispose();
        Discovery.Dispose();
        Igmp.Dispose();
        Conflicts.Dispose();
        Arp.Dispose();
    }

    void IFrameReceiver.Receive(in ReceivedFrame frame) => Host.Input.Receive(this, frame);

    void IFrameReceiver.EndOfBatch() => Host.Input.EndOfBatch();

    void IFrameReceiver.CarrierReturned()
    {
        foreach (var own in _addresses)
        {
            if (!own.IsUsable)
            {
                continue;
            }

            if (own.Address.IsV4)
            {
                Arp.Announce(own.Address.V4);
            }
            else
            {
                Discovery.Announce(own.Address.V6);
            }
        }
    }

    private void AddOnLinkRoute(LocalAddress address)
    {
        if (OnLinkRoute(address) is { } route)
        {
            Host.Tables.TryAddRoute(route);
        }
    }

    /// <summary>
    /// Neighbours of an IPv4 address share its prefix. Of IPv6, a router says which prefixes are on the link (RFC 5942),
    /// save for an address that was set by hand.
    /// </summary>
    private Route? OnLinkRoute(LocalAddress address) =>
        address.Address.IsV6 && (address.IsAutomatic || address.Address.V6.IsLinkLocal)
            ? null
            : new(new(address.Prefix.Network, address.Prefix.Length), this);

    private void SetMtu(ref int mtu, int value)
    {
        value = Math.Min(value, Ethernet.Mtu);
        if (mtu != value)
        {
            mtu = value;
            Host.Tables.Changed();
        }
    }
}
