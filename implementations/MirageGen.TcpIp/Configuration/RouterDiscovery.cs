using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>
/// What routers advertise (RFC 4861 section 6.3, RFC 4862 section 5.5, RFC 8106): default routes, prefixes on the link,
/// addresses, name servers. Asks for it until somebody answers (RFC 7559). All of it is bounded and lasts as long as it
/// was advertised for.
/// </summary>
internal sealed class RouterDiscovery : IDisposable
{
    /// <summary>The most routes that routers together may bring.</summary>
    public const int MostRoutes = 16;

    /// <summary>The most name servers.</summary>
    public const int MostNameServers = 4;

    /// <summary>The most addresses made from prefixes.</summary>
    public const int MostAddresses = 8;

    private const int AutonomousPrefixLength = 64;
    private const int MediumMetric = 1024;
    private const int RouterDnsHeaderOctets = 6;

    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan TwoHours = TimeSpan.FromHours(2);

    private readonly IpInterface _interface;
    private readonly Alarm _alarm;
    private readonly List<KeptRoute> _routes = [];
    private readonly List<LocalAddress> _addresses = [];
    private readonly List<(IpAddress Address, TimeSpan Until)> _nameServers = [];
    private TimeSpan _solicitAt;
    private TimeSpan _interval;
    private bool _isAnswered;

    public RouterDiscovery(IpInterface @interface)
    {
        _interface = @interface;
        _alarm = new(@interface.Host.Clock, OnDue);
        // Up to a second, as with a new address (RFC 4861 section 6.3.7).
        _solicitAt = _alarm.Now + TimeSpan.FromSeconds(@interface.Host.Random.NextFraction());
        _alarm.Set(_solicitAt);
    }

    /// <summary>The servers for names that last.</summary>
    public IReadOnlyList<IpAddress> NameServers => _nameServers.ConvertAll(server => server.Address);

    /// <summary>Takes an advertisement.</summary>
    /// <returns>False when it is none.</returns>
    public bool Receive(IpAddress source, ReadOnlySpan<byte> octets)
    {
        if (!source.V6.IsLinkLocal || RouterAdvertisement.TryRead(octets, out var advertisement) != WireError.None)
        {
            return false;
        }

        _isAnswered = true;
        _solicitAt = TimeSpan.MaxValue;
        TakeParameters(advertisement);
        var router = new IpAddress(source.V6);
        Set(new(new(IPv6Address.Any, 0), _interface, router, MediumMetric - (advertisement.Preference * 100)), advertisement.Lifetime);
        var options = advertisement.Options;
        while (options.MoveNext())
        {
            TakeOption(router, options);
        }

        SetAlarm();
        return true;
    }

    /// <summary>An address made from a prefix is somebody else's.</summary>
    public void Lost(LocalAddress address) => _addresses.Remove(address);

    public void Dispose() => _alarm.Dispose();

    private void TakeParameters(in RouterAdvertisement advertisement)
    {
        if (advertisement.HopLimit != 0)
        {
            _interface.HopLimitV6 = advertisement.HopLimit;
        }

        var neighbours = _interface.Discovery.Table;
        if (advertisement.ReachableTime > TimeSpan.Zero && advertisement.ReachableTime <= TimeSpan.FromHours(1))
        {
            neighbours.ReachableTime = advertisement.ReachableTime;
        }

        // An interval of next to nothing would have us flood the link, a long one keep us from it.
        if (advertisement.RetransmitTime >= TimeSpan.FromMilliseconds(100) && advertisement.RetransmitTime <= TimeSpan.FromSeconds(10))
        {
            neighbours.RetransmitTime = advertisement.RetransmitTime;
        }
    }

    private void TakeOption(IpAddress router, in NdpOptions option)
    {
        switch (option.Type)
        {
            case NdpOptionType.SourceLinkAddress when new MacAddress(option.Content[..MacAddress.OctetCount]) is { IsMulticast: false } station:
                _interface.Discovery.Table.Learn(router, station, mayAdd: true);
                break;
            case NdpOptionType.Mtu:
                var mtu = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(option.Content[2..]);
                if (mtu >= IPv6Packet.MinMtu && mtu <= _interface.Ethernet.Mtu)
                {
                    _interface.MtuV6 = (int)mtu;
                }

                break;
            case NdpOptionType.PrefixInformation when PrefixInformation.TryRead(option.Content, out var prefix) == WireError.None:
                TakePrefix(prefix);
                break;
            case NdpOptionType.RecursiveDnsServer:
                TakeNameServers(option.Content);
                break;
            default:
                break;
        }
    }

    private void TakePrefix(in PrefixInformation information)
    {
        if (information.Prefix.IsLinkLocal || information.Prefix.IsMulticast)
        {
            return;
        }

        var prefix = new IpPrefix(information.Prefix, information.Length);
        var valid = Lifetime(information.ValidSeconds);
        if (information.IsOnLink && information.Length > 0)
        {
            Set(new(prefix with { Address = prefix.Network }, _interface), valid);
        }

        if (information.IsAutonomous
            && information.Length == AutonomousPrefixLength
            && information.PreferredSeconds <= information.ValidSeconds)
        {
            TakeAddress(prefix.Network.V6.Value | _interface.Identifier, valid, Lifetime(information.PreferredSeconds));
        }
    }

    /// <summary>Makes an address from a prefix, or renews it (RFC 4862 section 5.5.3).</summary>
    private void TakeAddress(UInt128 value, TimeSpan valid, TimeSpan preferred)
    {
        var now = _alarm.Now;
        var address = _addresses.Find(own => own.Address.V6.Value == value);
        if (address is null)
        {
            if (valid == TimeSpan.Zero || _addresses.Count >= MostAddresses
                || _interface.AddAutomatic(value, AutonomousPrefixLength) is not { } added)
            {
                return;
            }

            _addresses.Add(added);
            address = added;
        }
        else
        {
            // A forged advertisement must not end an address at once: two hours are left to it (section 5.5.3 e).
            var left = address.ValidUntil == TimeSpan.MaxValue ? TimeSpan.MaxValue : address.ValidUntil - now;
            valid = valid > TwoHours || valid > left ? valid : left <= TwoHours ? left : TwoHours;
        }

        address.ValidUntil = After(now, valid);
        address.PreferredUntil = After(now, preferred);
        UpdateState(address, now);
    }

    private void TakeNameServers(ReadOnlySpan<byte> content)
    {
        if (content.Length < RouterDnsHeaderOctets + IPv6Address.OctetCount)
        {
            return;
        }

        var lifetime = Lifetime(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(content[2..]));
        for (var rest = content[RouterDnsHeaderOctets..]; rest.Length >= IPv6Address.OctetCount; rest = rest[IPv6Address.OctetCount..])
        {
            var address = new IPv6Address(rest[..IPv6Address.OctetCount]);
            IpAddress server = new(address, address.IsLinkLocal ? _interface.Index : 0);
            _nameServers.RemoveAll(known => known.Address == server);
            if (lifetime > TimeSpan.Zero && _nameServers.Count < MostNameServers && !server.IsMulticast)
            {
                _nameServers.Add((server, After(_alarm.Now, lifetime)));
            }
        }
    }

    private void Set(Route route, TimeSpan lifetime)
    {
        var index = _routes.FindIndex(known => known.Route.Gateway == route.Gateway && known.Route.Destination == route.Destination);
        if (index >= 0 && (lifetime == TimeSpan.Zero || _routes[index].Route.Metric != route.Metric))
        {
            _interface.Host.Tables.RemoveRoute(_routes[index].Route);
            _routes.RemoveAt(index);
            index = -1;
        }

        if (index >= 0)
        {
            _routes[index] = new(route, After(_alarm.Now, lifetime));
        }
        else if (lifetime > TimeSpan.Zero && _routes.Count < MostRoutes && _interface.Host.Tables.TryAddRoute(route))
        {
            _routes.Add(new(route, After(_alarm.Now, lifetime)));
        }
    }

    private void OnDue()
    {
        var now = _alarm.Now;
        if (_solicitAt <= now)
        {
            Solicit(now);
        }

        for (var i = _routes.Count - 1; i >= 0; i--)
        {
            if (_routes[i].Until <= now)
            {
                _interface.Host.Tables.RemoveRoute(_routes[i].Route);
                _routes.RemoveAt(i);
            }
        }

        for (var i = _addresses.Count - 1; i >= 0; i--)
        {
            UpdateState(_addresses[i], now);
        }

        _nameServers.RemoveAll(server => server.Until <= now);
        SetAlarm();
    }

    private void Solicit(TimeSpan now)
    {
        if (_isAnswered)
        {
            return;
        }

        // Without an address yet it is asked without one: an answer to everyone does as well.
        var source = _interface.SourceFor(LinkGroups.AllRouters);
        _interface.Discovery.SolicitRouters(source.IsNone ? IPv6Address.Any : source);
        var next = _interval == TimeSpan.Zero ? FirstInterval : _interval * 2;
        _interval = _interface.Host.Random.Spread(Alarm.Earlier(next, LongestInterval));
        _solicitAt = now + _interval;
    }

    private void UpdateState(LocalAddress address, TimeSpan now)
    {
        if (address.ValidUntil <= now)
        {
            _addresses.Remove(address);
            _interface.Remove(address);
        }
        else if (address.IsUsable)
        {
            var state = address.PreferredUntil <= now ? AddressState.Deprecated : AddressState.Preferred;
            if (state != address.State)
            {
                address.State = state;
                _interface.Host.Tables.Changed();
            }
        }
    }

    private void SetAlarm()
    {
        _alarm.Set(_solicitAt);
        foreach (var route in _routes)
        {
            _alarm.Set(route.Until);
        }

        foreach (var address in _addresses)
        {
            _alarm.Set(address.ValidUntil);
            _alarm.Set(address.PreferredUntil > _alarm.Now ? address.PreferredUntil : TimeSpan.MaxValue);
        }

        foreach (var (_, until) in _nameServers)
        {
            _alarm.Set(until);
        }
    }

    private static TimeSpan Lifetime(uint seconds) => seconds == uint.MaxValue ? TimeSpan.MaxValue : TimeSpan.FromSeconds(seconds);

    private static TimeSpan After(TimeSpan now, TimeSpan lifetime) => lifetime == TimeSpan.MaxValue ? lifetime : now + lifetime;

    // No tuple: a delegate that takes one with a reference in it brings .NET's type loader into an image.
    private readonly struct KeptRoute(Route route, TimeSpan until)
    {
        public Route Route { get; } = route;

        public TimeSpan Until { get; } = until;
    }
}
