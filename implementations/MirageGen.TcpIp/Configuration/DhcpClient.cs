using System.Text;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>
/// A DHCP client (RFC 2131) for one interface. It speaks below UDP, since it does so before there is an address, and
/// asks for answers by broadcast.
/// </summary>
internal sealed partial class DhcpClient : IInterfaceConfigurator, IDisposable
{
    private const int MostRequests = 4;

    // RFC 2131 section 4.1 begins at four seconds, for the networks of its time. A unikernel that starts in a tenth of a
    // second shall not wait for ten.
    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(64);
    private static readonly TimeSpan LeastRenewal = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait after an address was declined (RFC 2131 section 3.1.5).</summary>
    private static readonly TimeSpan DeclineWait = TimeSpan.FromSeconds(10);

    private readonly IpInterface _interface;
    private readonly byte[] _hostName;
    private readonly DhcpCounters _counters;
    private readonly Alarm _alarm;
    private uint _transaction;
    private TimeSpan _began;
    private TimeSpan _interval;
    private int _attempts;
    private DhcpLease? _offer;
    private DhcpLease? _lease;
    private LocalAddress? _address;
    private TimeSpan _requested;
    private TimeSpan _renewAt;
    private TimeSpan _rebindAt;
    private TimeSpan _expireAt;

    public DhcpClient(IpInterface @interface, string? hostName)
    {
        _interface = @interface;
        _hostName = Encoding.ASCII.GetBytes(hostName is { Length: <= 63 } ? hostName : "");
        _counters = new(@interface.Host.Statistics.Add($"dhcp {@interface.Name}"));
        _alarm = new(@interface.Host.Clock, OnDue);
    }

    public DhcpState State { get; private set; }

    /// <summary>What it uses; null while it has nothing.</summary>
    public DhcpLease? Lease => _address is null ? null : _lease;

    /// <summary>The servers for names that the lease came with.</summary>
    public IReadOnlyList<IpAddress> NameServers => Lease?.NameServers ?? [];

    private Ip Host => _interface.Host;

    /// <summary>Begins to look for a server.</summary>
    public void Start()
    {
        _transaction = Host.Random.NextUInt32();
        _began = _alarm.Now;
        _offer = null;
        Enter(DhcpState.Selecting);
        SendDiscover();
    }

    /// <inheritdoc/>
    public bool TryReceive(in InboundPacket packet)
    {
        if (UdpHeader.TryRead(packet.PayloadHead, packet.PayloadOctets, out var header) != WireError.None
            || header.DestinationPort != DhcpMessage.ClientPort
            || packet.Header.Source.IsV6)
        {
            return false;
        }

        _counters.Received.Increment();
        Span<byte> room = stackalloc byte[DhcpWriter.MostOctets * 2];
        var octets = Math.Min(header.Length - UdpHeader.Octets, room.Length);
        packet.Frame.CopyTo(packet.PayloadOffset + UdpHeader.Octets, room[..octets]);
        if (header.SourcePort != DhcpMessage.ServerPort
            || !UdpChecksum.IsRight(packet.Header, packet.Frame, packet.PayloadOffset, header)
            || DhcpMessage.TryRead(room[..octets], out var message) != WireError.None
            || message.Op != DhcpMessage.FromServer
            || message.Transaction != _transaction
            || message.ClientStation != _interface.Ethernet.Address
            || !Take(message))
        {
            _counters.Ignored.Increment();
        }

        return true;
    }

    /// <summary>Gives the lease back (RFC 2131 section 4.4.6) and stops.</summary>
    public void Dispose()
    {
        if (_lease is { } lease && _address is not null)
        {
            SendRelease(lease);
        }

        _alarm.Dispose();
    }

    private bool Take(in DhcpMessage message)
    {
        switch (message.Type)
        {
            case DhcpMessageType.Offer when State == DhcpState.Selecting && DhcpLease.Read(message) is { } offer:
                _offer = offer;
                Enter(DhcpState.Requesting);
                SendRequest();
                return true;
            case DhcpMessageType.Ack when IsExpecting(message) && DhcpLease.Read(message) is { } lease:
                TakeLease(lease);
                return true;
            case DhcpMessageType.Nak when IsExpecting(message):
                _counters.Refused.Increment();
                GiveUpAddress();
                Start();
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whether an answer to a request is from the server that was asked.</summary>
    private bool IsExpecting(in DhcpMessage message) => State switch
    {
        DhcpState.Requesting => message.Address(DhcpOption.ServerIdentifier) == _offer!.Server,
        DhcpState.Renewing => message.Address(DhcpOption.ServerIdentifier) == _lease!.Server,
        DhcpState.Rebinding => true,
        _ => false,
    };

    private void TakeLease(DhcpLease lease)
    {
        var now = _requested;
        _renewAt = now + lease.RenewAfter;
        _rebindAt = now + lease.RebindAfter;
        _expireAt = now + lease.Duration;
        if (State == DhcpState.Requesting)
        {
            _lease = lease;
            _attempts = 0;
            Enter(DhcpState.Probing);
            _interface.Conflicts.Begin(lease.Prefix.Address.V4, isInUse: false, _ => Decline(), OnFree);
        }
        else if (lease.Prefix == _lease!.Prefix)
        {
            _counters.Renewals.Increment();
            Apply(lease);
            EnterBound();
        }
        else
        {
            // Another address than the one that was to be renewed: as if it were new.
            GiveUpAddress();
            Start();
        }
    }

    private void Enter(DhcpState state)
    {
        State = state;
        _attempts = 0;
        _interval = FirstInterval;
        _alarm.Clear();
    }

    private void EnterBound()
    {
        State = DhcpState.Bound;
        _alarm.Clear();
        _alarm.Set(_renewAt);
    }

    private void OnDue()
    {
        var now = _alarm.Now;
        switch (State)
        {
            case DhcpState.Waiting:
                Start();
                break;
            case DhcpState.Selecting:
                SendDiscover();
                break;
            case DhcpState.Requesting when _attempts < MostRequests:
                SendRequest();
                break;
            case DhcpState.Requesting:
                Start();
                break;
            case DhcpState.Probing:
                // Whether somebody has the address is found out by the interface.
                break;
            default:
                Extend(now);
                break;
        }
    }

    /// <summary>The lease grows old: its server is asked for more time, then any, and at its end the address is given up.</summary>
    private void Extend(TimeSpan now)
    {
        if (now >= _expireAt)
        {
            _counters.Expired.Increment();
            Host.Log.LeaseExpired(_interface.Name, _lease!.Prefix);
            GiveUpAddress();
            Start();
            return;
        }

        var isRebinding = now >= _rebindAt;
        if (State == DhcpState.Bound)
        {
            _transaction = Host.Random.NextUInt32();
            _began = now;
        }

        State = isRebinding ? DhcpState.Rebinding : DhcpState.Renewing;
        SendExtension();
        // Half of what is left, but not without end (RFC 2131 section 4.4.5).
        var end = isRebinding ? _expireAt : _rebindAt;
        var wait = (end - now) / 2;
        _alarm.Set(wait < LeastRenewal ? Alarm.Earlier(now + LeastRenewal, end) : now + wait);
    }

    private void OnFree()
    {
        _counters.Leases.Increment();
        Apply(_lease!);
        EnterBound();
    }

    private void Decline()
    {
        _counters.Declined.Increment();
        Host.Log.LeaseDeclined(_interface.Name, _lease!.Prefix.Address.V4);
        SendDecline(_lease);
        _lease = null;
        Enter(DhcpState.Waiting);
        _alarm.Set(_alarm.Now + DeclineWait);
    }

    /// <summary>Sets when to try again: twice as long as before, and not in step with others.</summary>
    private void Retry()
    {
        _attempts++;
        _alarm.Set(_alarm.Now + Host.Random.Spread(_interval));
        _interval = Alarm.Earlier(_interval * 2, LongestInterval);
    }

    private void Apply(DhcpLease lease)
    {
        if (_address is null)
        {
            _address = new(lease.Prefix, AddressState.Preferred, isAutomatic: true);
            _interface.TryAdd(_address);
            Host.Log.LeaseTaken(_interface.Name, lease.Prefix, new(lease.Server));
        }
        else
        {
            RemoveRoutes();
        }

        _lease = lease;
        _interface.MtuV4 = lease.Mtu == 0 ? _interface.Ethernet.Mtu : lease.Mtu;
        foreach (var (destination, router) in lease.Routes)
        {
            Host.Tables.TryAddRoute(new(destination, _interface, GatewayOf(router)));
        }

        Host.AddressesChanged(_interface);
    }

    private void GiveUpAddress()
    {
        if (_address is { } address)
        {
            RemoveRoutes();
            _interface.Remove(address);
            _interface.MtuV4 = _interface.Ethernet.Mtu;
        }

        _address = null;
        _lease = null;
    }

    private void RemoveRoutes()
    {
        foreach (var (destination, router) in _lease!.Routes)
        {
            Host.Tables.RemoveRoute(new(destination, _interface, GatewayOf(router)));
        }
    }

    private static IpAddress GatewayOf(IPv4Address router) => router == IPv4Address.Any ? IpAddress.None : router;
}
