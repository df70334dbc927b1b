using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MirageGen.Loop;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>
/// IP: both versions, over one interface or several. As a device it has one interface, which it configures by its boot
/// arguments; made by hand it gets its interfaces by <see cref="AddInterface"/>, and forwards between them when told to.
/// </summary>
[Device(typeof(IIp), typeof(INameServers))]
public sealed partial class Ip : IIp, INameServers, IAsyncDisposable
{
    private readonly DestinationCache _destinations;
    private readonly PathMtuCache _pathMtus;
    private readonly SpaceWaiters _routeWaiters;
    private readonly LoopCompletion<bool> _routed = new();
    private bool _isWaitingForRoute;

    /// <summary>Makes an IP without interfaces.</summary>
    /// <param name="clock">Drives timeouts.</param>
    /// <param name="random">Whence everything comes that nobody shall predict.</param>
    /// <param name="log">Where conflicts and leases are told; null for nowhere.</param>
    /// <param name="statistics">Where to count; null for counts of its own.</param>
    public Ip(TimeProvider clock, IRandom random, ILogger<Ip>? log = null, NetworkStatistics? statistics = null)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(random);
        Clock = clock;
        Random = random;
        Log = new(log ?? NullLogger<Ip>.Instance);
        Statistics = statistics ?? new();
        Counters = new(Statistics.Add("ip"));
        IcmpCounters = new(Statistics.Add("icmp"));
        _pathMtus = new(Tables, clock);
        _destinations = new(Tables, _pathMtus, random.NextUInt32());
        _routeWaiters = new(WaitForRouteAsync);
        Tables.OnChanged = OnTablesChanged;
        Link = new(this);
        Output = new(this, _destinations, Link);
        Loopback = new(this);
        Errors = new(this);
        ReceivedErrors = new(this, _destinations, _pathMtus);
        IcmpV4 = new(this);
        IcmpV6 = new(this);
        Input = new(this);
        Forwarder = new(this, _destinations);
    }

    /// <summary>What was counted.</summary>
    public NetworkStatistics Statistics { get; }

    /// <summary>The interfaces, in the order in which they were added.</summary>
    public IReadOnlyList<IpInterface> Interfaces => Tables.Interfaces;

    /// <summary>The routes, those with the longest prefixes first.</summary>
    public IReadOnlyList<Route> Routes => Tables.Routes.Routes;

    /// <summary>
    /// Whether packets for other hosts are passed on; not by default. A host that does accepts packets for any of its
    /// addresses on any interface.
    /// </summary>
    public bool IsForwarding { get; set; }

    /// <inheritdoc/>
    public IReadOnlyList<IpAddress> Addresses => Tables.Addresses;

    /// <inheritdoc/>
    public Span<byte> Reserved => Output.Reserved;

    internal TimeProvider Clock { get; }

    internal IRandom Random { get; }

    internal IpLog Log { get; }

    internal IpTables Tables { get; } = new();

    internal IpCounters Counters { get; }

    internal IcmpCounters IcmpCounters { get; }

    internal LinkOutput Link { get; }

    internal IpOutput Output { get; }

    internal IpInput Input { get; }

    internal LoopbackQueue Loopback { get; }

    internal IcmpErrors Errors { get; }

    internal ReceivedErrors ReceivedErrors { get; }

    internal IcmpV4 IcmpV4 { get; }

    internal IcmpV6 IcmpV6 { get; }

    internal Forwarder Forwarder { get; }

    /// <summary>What translates addresses; null when nothing does.</summary>
    internal Nat? Nat { get; set; }

    internal PathMtuCache PathMtus => _pathMtus;

    /// <summary>Adds an interface, without addresses.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="ethernet">Its device, whose receiver it becomes.</param>
    /// <exception cref="ArgumentException">There is one of that name.</exception>
    public IpInterface AddInterface(string name, IEthernet ethernet)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(ethernet);
        if (Tables.Find(name) is not null)
        {
            throw new ArgumentException($"There is an interface '{name}' already.", nameof(name));
        }

        var added = new IpInterface(this, name, (uint)Tables.Interfaces.Count + 1, ethernet);
        Tables.Add(added);
        return added;
    }

    /// <summary>Adds a route.</summary>
    /// <param name="route">The route; its interface is one of this IP.</param>
    /// <exception cref="InvalidOperationException">There are 256 routes.</exception>
    public void AddRoute(Route route)
    {
        ArgumentNullException.ThrowIfNull(route);
        if (!Tables.TryAddRoute(route))
        {
            throw new InvalidOperationException($"There are {RouteTable.MostRoutes} routes already.");
        }
    }

    /// <summary>Removes a route.</summary>
    /// <param name="route">The route, or one to the same destinations by the same way.</param>
    public void RemoveRoute(Route route)
    {
        ArgumentNullException.ThrowIfNull(route);
        Tables.RemoveRoute(route);
    }

    /// <inheritdoc/>
    public int MaxPayload(IpAddress destination)
    {
        var found = _destinations.Find(destination, IpAddress.None);
        return found.Kind == DestinationKind.Unreachable
            ? (destination.IsV4 ? PathMtuCache.MinV4 : IPv6Packet.MinMtu) - IpOutput.HeaderOctetsOf(destination)
            : found.Mtu - IpOutput.HeaderOctetsOf(destination);
    }

    /// <inheritdoc/>
    public NetworkOffloads Offloads(IpAddress destination) => _destinations.Find(destination, IpAddress.None).Offloads;

    /// <inheritdoc/>
    public IpAddress SourceFor(IpAddress destination) => _destinations.Find(destination, IpAddress.None).Source;

    /// <inheritdoc/>
    public bool TryReserve(scoped in IpHeader header, int capacity, out Span<byte> payload) =>
        Output.TryReserve(header, capacity, out payload);

    /// <inheritdoc/>
    public void Send(int length, in TransmitOffload offload = default) => Output.Send(length, offload);

    /// <inheritdoc/>
    public void ConfirmReachable(IpAddress destination)
    {
        // What has no entry of its own in the cache is asked for again: there is little of it.
        if (!IpTables.DependsOnSource(destination)
            && _destinations.Find(destination, IpAddress.None) is { Kind: DestinationKind.Neighbour, Neighbour: { } neighbour } found)
        {
            found.Interface.NeighboursFor(found.NextHop).ConfirmProgress(neighbour);
        }
    }

    /// <inheritdoc/>
    public ValueTask WaitForSpaceAsync() =>
        Output.Full is { } full ? full.Space.WaitAsync() : Output.IsWithoutRoute ? _routeWaiters.WaitAsync() : default;

    /// <inheritdoc/>
    public void Attach(IpProtocol protocol, IPacketReceiver receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        Input.Attach(protocol, receiver);
    }

    /// <inheritdoc/>
    public IDisposable JoinGroup(IpAddress group, IpAddress local = default)
    {
        if (!group.IsMulticast)
        {
            throw new ArgumentException($"{group} is no multicast group.", nameof(group));
        }

        var @interface = local.IsNone || Tables.OwnerOf(local) is not null ? Tables.InterfaceFor(group, local) : null;
        if (@interface is null)
        {
            throw new DeviceException($"cannot join {group}: no interface has {(local.IsNone ? "a way to it" : local)}");
        }

        var own = group.IsV6 ? new IpAddress(group.V6) : group;
        var groups = @interface.GroupsFor(own);
        return groups.TryJoin(own)
            ? new GroupMembership(groups, own)
            : throw new DeviceException($"cannot join {group}: the interface '{@interface.Name}' is in {GroupReports.MostJoined} groups already");
    }

    /// <summary>Gives up leases, timers and all that waits.</summary>
    public ValueTask DisposeAsync()
    {
        foreach (var @interface in Tables.Interfaces)
        {
            ((IDisposable)@interface).Dispose();
        }

        Nat?.Dispose();
        _pathMtus.Dispose();
        Input.Dispose();
        return default;
    }

    /// <summary>Answers an echo request: the same octets, in a packet of our own.</summary>
    internal void Echo(in InboundPacket request, IpAddress source, in IcmpHeader answer)
    {
        var octets = request.PayloadOctets;
        var header = new IpHeader(
            source, request.Header.Source, request.Header.Protocol, TrafficClass: request.Header.TrafficClass);
        if (Output.TryReserve(header, octets, out var payload))
        {
            request.Frame.CopyTo(request.PayloadOffset, payload[..octets]);
            answer.Write(payload);
            SendIcmp(payload[..octets]);
            IcmpCounters.Echoes.Increment();
        }
    }

    /// <summary>Makes the checksum of the message that is reserved, and sends it.</summary>
    internal void SendIcmp(Span<byte> message)
    {
        ref readonly var header = ref Output.Header;
        var isV6 = header.Protocol == IpProtocol.IcmpV6;
        IcmpHeader.WriteChecksum(message, isV6 ? InternetChecksum.PseudoHeader(header, message.Length) : 0);
        Output.Send(message.Length, default);
    }

    private ValueTask WaitForRouteAsync()
    {
        _isWaitingForRoute = true;
        _routed.Reset();
        return _routed.UntypedTask;
    }

    private void OnTablesChanged()
    {
        if (_isWaitingForRoute)
        {
            _isWaitingForRoute = false;
            _routed.SetResult(true);
        }
    }
}
