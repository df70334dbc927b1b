namespace MirageGen.TcpIp;

/// <summary>What routing and the choice of addresses go by: interfaces, their addresses, routes.</summary>
internal sealed class IpTables
{
    private readonly List<IpInterface> _interfaces = [];
    private List<IpAddress> _addresses = [];
    private int _addressesGeneration = -1;

    public RouteTable Routes { get; } = new();

    /// <summary>Changes with every change of a table; what was found by another one has to be found anew.</summary>
    public int Generation { get; private set; }

    /// <summary>Called after each change.</summary>
    public Action? OnChanged { get; set; }

    public IReadOnlyList<IpInterface> Interfaces => _interfaces;

    /// <summary>Every address that can be used; another list after each change.</summary>
    public IReadOnlyList<IpAddress> Addresses
    {
        get
        {
            if (_addressesGeneration != Generation)
            {
                _addressesGeneration = Generation;
                _addresses = [];
                foreach (var @interface in _interfaces)
                {
                    foreach (var prefix in @interface.Addresses)
                    {
                        _addresses.Add(prefix.Address);
                    }
                }
            }

            return _addresses;
        }
    }

    /// <summary>The interface of a name; null where there is none.</summary>
    public IpInterface? Find(string name) => _interfaces.Find(@interface => @interface.Name == name);

    public void Add(IpInterface @interface)
    {
        _interfaces.Add(@interface);
        Changed();
    }

    /// <summary>A table has changed.</summary>
    public void Changed()
    {
        Generation++;
        OnChanged?.Invoke();
    }

    public bool TryAddRoute(Route route)
    {
        var isAdded = Routes.TryAdd(route);
        Changed();
        return isAdded;
    }

    public void RemoveRoute(Route route)
    {
        Routes.Remove(route);
        Changed();
    }

    /// <summary>The interface that has an address which can be used; null when none has.</summary>
    public IpInterface? OwnerOf(IpAddress address)
    {
        foreach (var candidate in _interfaces)
        {
            if (candidate.Has(address))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>Whether the way to an address depends on the interface that it is to leave by.</summary>
    public static bool DependsOnSource(IpAddress address) =>
        address.IsMulticast
        || (address.IsV4 ? address.V4 == IPv4Address.Broadcast : address.V6.IsLinkLocal && address.Zone == 0);

    /// <summary>Finds how a destination is reached.</summary>
    /// <param name="destination">Filled.</param>
    /// <param name="address">The destination's address.</param>
    /// <param name="source">The address packets are to be from, which decides where an address alone does not.</param>
    public void Resolve(Destination destination, IpAddress address, IpAddress source)
    {
        destination.Reset(address, Generation);
        if (address.IsNone || Martians.IsUnspecified(address))
        {
            return;
        }

        if (address.IsLoopback || OwnerOf(address) is not null)
        {
            destination.Kind = DestinationKind.Local;
            destination.Source = address;
            destination.Mtu = ushort.MaxValue;
        }
        else if (DependsOnSource(address) || (address.IsV6 && address.V6.IsLinkLocal))
        {
            ResolveOnLink(destination, address, source);
        }
        else if (Routes.Find(address) is { } route)
        {
            Use(destination, route.Interface, route.Gateway.IsNone ? address : route.Gateway);
        }
    }

    /// <summary>The interface by which a group is written to from an address, or from none; null when there is none.</summary>
    public IpInterface? InterfaceFor(IpAddress group, IpAddress source)
    {
        var @interface = OwnerOf(source) ?? (group.Zone == 0 ? DefaultFor(group) : Find(group.Zone));
        return @interface is not null && (group.Zone == 0 || group.Zone == @interface.Index) ? @interface : null;
    }

    private void ResolveOnLink(Destination destination, IpAddress address, IpAddress source)
    {
        if (InterfaceFor(address, source) is { } @interface)
        {
            Use(destination, @interface, address.IsV6 ? new IpAddress(address.V6) : address);
        }
    }

    private static void Use(Destination destination, IpInterface @interface, IpAddress nextHop)
    {
        destination.Interface = @interface;
        destination.NextHop = nextHop.IsV6 ? new IpAddress(nextHop.V6) : nextHop;
        destination.Source = @interface.SourceFor(destination.Address);
        destination.Mtu = nextHop.IsV4 ? @interface.MtuV4 : @interface.MtuV6;
        destination.Kind = DestinationKind.Neighbour;
        if (nextHop.IsMulticast || @interface.IsBroadcast(nextHop))
        {
            destination.Kind = DestinationKind.Group;
            destination.GroupStation = GroupStation.Of(nextHop);
        }
    }

    private IpInterface? Find(uint index) => _interfaces.Find(candidate => candidate.Index == index);

    /// <summary>Whereto a group without a zone is sent: the way of the default route, else the first interface.</summary>
    private IpInterface? DefaultFor(IpAddress address)
    {
        foreach (var route in Routes.Routes)
        {
            if (route.Destination.Length == 0 && route.Destination.Address.IsV4 == address.IsV4)
            {
                return route.Interface;
            }
        }

        return _interfaces.Count > 0 ? _interfaces[0] : null;
    }
}
