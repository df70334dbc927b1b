namespace MirageGen.TestKit;

/// <summary>What joins the hosts of a world: any two can reach each other, over a link of their own.</summary>
public sealed class SimulatedInternet
{
    private readonly Dictionary<IpAddress, SimulatedHost> _hosts = [];
    private readonly Dictionary<(SimulatedHost, SimulatedHost), Link> _links = [];
    private readonly SortedDictionary<string, IReadOnlyList<IpAddress>> _names = new(StringComparer.OrdinalIgnoreCase);

    internal SimulatedInternet()
    {
        PacketPool<DatagramPacket> pool = null!;
        Datagrams = pool = new(() => new DatagramPacket(pool));
        PacketPool<RefusalPacket> refusals = null!;
        Refusals = refusals = new(() => new RefusalPacket(refusals));
    }

    /// <summary>What links made from now on begin with; a link is made when its hosts first exchange a packet or it is asked for.</summary>
    public Wire Wire
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            value.Validate();
            field = value;
        }
    } = Wire.Local;

    /// <summary>The names that <see cref="SimulatedResolver"/> knows, hosts' among them.</summary>
    public IReadOnlyCollection<string> Names => _names.Keys;

    internal PacketPool<DatagramPacket> Datagrams { get; }

    internal PacketPool<RefusalPacket> Refusals { get; }

    /// <summary>Gives a name addresses: an alias, a name for several hosts, or one that leads nowhere.</summary>
    /// <exception cref="ArgumentException">It is no name or has no address.</exception>
    public void AddName(string name, params ReadOnlySpan<IpAddress> addresses)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (addresses.IsEmpty)
        {
            throw new ArgumentException("A name needs an address.", nameof(addresses));
        }

        _names[name] = addresses.ToArray();
    }

    /// <summary>Takes a name away.</summary>
    public void RemoveName(string name) => _names.Remove(name);

    /// <summary>The host that has an address; null when none has.</summary>
    public SimulatedHost? Find(IpAddress address) => _hosts.GetValueOrDefault(address);

    /// <summary>The link between two hosts.</summary>
    public Link Link(SimulatedHost a, SimulatedHost b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (!_links.TryGetValue((a, b), out var link) && !_links.TryGetValue((b, a), out link))
        {
            link = new(this, a, b);
            if (a == b)
            {
                link.Wire = Wire.Ideal;
            }

            _links.Add((a, b), link);
        }

        return link;
    }

    internal bool TryResolve(string name, out IReadOnlyList<IpAddress> addresses) =>
        _names.TryGetValue(name, out addresses!);

    internal void Attach(SimulatedHost host)
    {
        foreach (var address in host.Addresses)
        {
            if (address.IsNone || address.IsLoopback || !_hosts.TryAdd(address, host))
            {
                throw new ArgumentException($"The address {address} is taken, or not for a host.", nameof(host));
            }
        }

        _names.TryAdd(host.Name, host.Addresses);
    }

    internal IReadOnlyList<IpAddress> FreeAddresses()
    {
        for (uint n = 1; ; n++)
        {
            IpAddress v4 = new IPv4Address(0x0A00_0000 + n);
            IpAddress v6 = new IPv6Address(((UInt128)0xFD00 << 112) + n);
            if (!_hosts.ContainsKey(v4) && !_hosts.ContainsKey(v6))
            {
                return [v4, v6];
            }
        }
    }

    /// <summary>Finds whom an address leads to, seen from a host.</summary>
    /// <returns>Null when it leads nowhere.</returns>
    internal SimulatedHost? Route(SimulatedHost from, IpAddress destination) =>
        destination.IsLoopback ? from : Find(destination);
}
