using MirageGen.Loop;

namespace MirageGen.TestKit;

/// <summary>A UDP port of a host.</summary>
internal sealed class SimulatedUdpSocket : IUdpSocket, ITurnEnd
{
    /// <summary>The most datagrams one turn of the loop may send: the ring of a device, drained when the turn ends.</summary>
    private const int RingDatagrams = 1024;

    /// <summary>What a reservation holds, so that nobody relies on its being empty.</summary>
    private const byte Rubbish = 0xDD;

    /// <summary>What Linux allows a socket by default (net.ipv4.igmp_max_memberships).</summary>
    private const int MostGroups = 20;

    private const int MaxPayloadV4 = 65_507;
    private const int MaxPayloadV6 = 65_527;

    private readonly SimulatedUdp _udp;
    private readonly SimulatedHost _host;
    private readonly DatagramHandler _handler;
    private readonly HashSet<IpAddress> _groups = [];
    private readonly LoopCompletion<bool> _space = new();
    private readonly byte[] _reservation = new byte[MaxPayloadV6];
    private DatagramPath _path;
    private int _reserved = -1;
    private int _inRing;
    private bool _isWaiting;
    private bool _isClosed;
    private DatagramCounters _counters;

    public SimulatedUdpSocket(SimulatedUdp udp, SimulatedHost host, DatagramHandler handler)
    {
        _udp = udp;
        _host = host;
        _handler = handler;
        host.World.Loop.AtEndOfTurn(this);
    }

    public event DatagramErrorHandler? ErrorReceived;

    public IpEndpoint LocalEndpoint { get; set; }

    public DatagramCounters Counters => _counters;

    public void JoinGroup(IpAddress group, IpAddress local = default)
    {
        ObjectDisposedException.ThrowIf(_isClosed && !_udp.IsGone, this);
        GroupRules.VerifyJoin(LocalEndpoint, group);
        if (!local.IsNone && !_host.Has(local))
        {
            throw new DeviceException($"cannot join {group}: {local} is no address of {_host}");
        }

        if (_groups.Count >= MostGroups && !_groups.Contains(group))
        {
            throw new DeviceException($"cannot join {group}: the socket is in {MostGroups} groups already");
        }

        _groups.Add(group);
    }

    public void LeaveGroup(IpAddress group, IpAddress local = default) => _groups.Remove(group);

    /// <summary>Whether what is sent to an address is for this socket.</summary>
    public bool Hears(IpAddress address) => !address.IsMulticast || _groups.Contains(address);

    /// <summary>Tells that a datagram was not delivered.</summary>
    public void Report(in DatagramPath path, IpErrorKind kind) => ErrorReceived?.Invoke(this, path, kind);

    public bool TryReserve(in DatagramPath path, int capacity, out Span<byte> payload)
    {
        ObjectDisposedException.ThrowIf(_isClosed && !_udp.IsGone, this);
        _host.World.VerifyOnLoop();
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, path.Remote.Address.IsV6 ? MaxPayloadV6 : MaxPayloadV4);
        if (_inRing >= RingDatagrams || _udp.IsGone)
        {
            _reserved = -1;
            payload = default;
            return false;
        }

        _path = path;
        _reserved = capacity;
        payload = _reservation.AsSpan(0, capacity);
        payload.Fill(Rubbish);
        return true;
    }

    public void Send(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > _reserved)
        {
            throw new InvalidOperationException($"{length} octets are sent, but {_reserved} were reserved (-1: nothing).");
        }

        _reserved = -1;
        if (_isClosed || _udp.IsGone)
        {
            return;
        }

        _inRing++;
        var world = _host.World;
        var source = Source();
        var payload = _reservation.AsSpan(0, length);
        if (_path.Remote.Address.IsMulticast && !source.Address.IsNone && _path.Remote.Port != 0)
        {
            SendToGroup(source, payload);
            return;
        }

        var receiver = world.Internet.Route(_host, _path.Remote.Address);
        if (receiver is null || source.Address.IsNone || _path.Remote.Port == 0)
        {
            world.Record($"{_host.Name} udp {source.Port}>{_path.Remote.Port} {length} octets #{(uint)TraceHash.Of(payload):x8} not sent, no route");
            _counters = _counters with { SendDrops = _counters.SendDrops + 1 };
            return;
        }

        _counters = _counters with { Sent = _counters.Sent + 1 };
        SendTo(receiver, source, payload);
    }

    public ValueTask WaitForSpaceAsync()
    {
        if (_inRing < RingDatagrams && !_udp.IsGone)
        {
            return default;
        }

        if (_isWaiting)
        {
            throw new InvalidOperationException("Somebody waits for space already.");
        }

        _isWaiting = true;
        _space.Reset();
        return _space.UntypedTask;
    }

    public void EndTurn()
    {
        _inRing = 0;
        if (_isWaiting && !_udp.IsGone)
        {
            _isWaiting = false;
            _space.SetResult(true);
        }
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return default;
    }

    public void Close()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _host.World.Loop.Forget(this);
        _host.Ports.Udp.Release(LocalEndpoint.Port, this);
        _udp.Remove(this);
        EndTurn();
    }

    public void Receive(ReadOnlySpan<byte> payload, in DatagramPath path)
    {
        _counters = _counters with { Received = _counters.Received + 1 };
        _handler(this, new Datagram(payload, path));
    }

    /// <summary>Whoever is in the group gets it, this host too, each over the link to it.</summary>
    private void SendToGroup(IpEndpoint source, ReadOnlySpan<byte> payload)
    {
        _counters = _counters with { Sent = _counters.Sent + 1 };
        foreach (var host in _host.World.Hosts)
        {
            if (host.Ports.Udp.Find(_path.Remote) is { } socket && socket.Hears(_path.Remote.Address))
            {
                SendTo(host, source, payload);
            }
        }
    }

    private void SendTo(SimulatedHost receiver, IpEndpoint source, ReadOnlySpan<byte> payload)
    {
        var world = _host.World;
        world.Record($"{_host.Name} udp {source.Port}>{_path.Remote.Port} {payload.Length} octets #{(uint)TraceHash.Of(payload):x8} sent to {receiver.Name}");
        var packet = DatagramPacket.Make(world.Internet.Datagrams, receiver, source, _path.Remote, payload);
        world.Link(_host, receiver).Toward(receiver).Send(packet);
    }

    private IpEndpoint Source()
    {
        var address = !_path.LocalAddress.IsNone ? _path.LocalAddress
            : !LocalEndpoint.Address.IsNone ? LocalEndpoint.Address
            : _host.SourceFor(_path.Remote.Address);
        return new(address.IsV4 == _path.Remote.Address.IsV4 && _host.Has(address) ? address : IpAddress.None, LocalEndpoint.Port);
    }
}
