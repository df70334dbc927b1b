using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>A bound UDP port.</summary>
internal sealed class UdpSocket(Udp udp, IpEndpoint local, DatagramHandler handler) : IUdpSocket
{
    private const int MostPayloadV4 = 65_507;
    private const int MostPayloadV6 = 65_527;

    private SocketGroups? _groups;
    private IpHeader _header;
    private int _remotePort;
    private int _capacity = -1;
    private bool _isForNowhere;
    private bool _isDisposed;
    private long _received;
    private long _sent;
    private long _sendDrops;

    /// <inheritdoc/>
    public event DatagramErrorHandler? ErrorReceived;

    /// <inheritdoc/>
    public IpEndpoint LocalEndpoint { get; } = local;

    /// <inheritdoc/>
    public DatagramCounters Counters => new(_received, _sent, 0, _sendDrops);

    /// <summary>Another socket with the same port at another address.</summary>
    public UdpSocket? Next { get; set; }

    /// <summary>Whether what is sent to an address is for this socket.</summary>
    public bool Hears(IpAddress address) =>
        LocalEndpoint.Address == address
        || (LocalEndpoint.Address.IsNone && (!address.IsMulticast || _groups?.Contains(address) == true));

    /// <summary>Tells that a datagram was not delivered.</summary>
    public void Report(in DatagramPath path, IpErrorKind kind) => ErrorReceived?.Invoke(this, path, kind);

    /// <inheritdoc/>
    public void JoinGroup(IpAddress group, IpAddress local = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        GroupRules.VerifyJoin(LocalEndpoint, group);
        (_groups ??= new()).Join(udp.Ip, group, local);
    }

    /// <inheritdoc/>
    public void LeaveGroup(IpAddress group, IpAddress local = default) => _groups?.Leave(group, local);

    /// <summary>Hands a datagram to the handler.</summary>
    public void Deliver(in Datagram datagram)
    {
        _received++;
        handler(this, datagram);
    }

    /// <inheritdoc/>
    public bool TryReserve(in DatagramPath path, int capacity, out Span<byte> payload)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var remote = path.Remote;
        if (remote.Address.IsNone || remote.Port == 0)
        {
            throw new ArgumentException($"A datagram is sent to an address and a port, not to {remote}.", nameof(path));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, remote.Address.IsV4 ? MostPayloadV4 : MostPayloadV6);
        _capacity = -1;
        payload = default;
        var source = SourceOf(path);
        var header = new IpHeader(source.IsNone ? udp.Ip.SourceFor(remote.Address) : source, remote.Address, IpProtocol.Udp);
        _header = header;
        _remotePort = remote.Port;
        _isForNowhere = header.Source.IsNone
            || !udp.IsOwn(header.Source)
            || (!IpTables.DependsOnSource(remote.Address) && udp.Ip.SourceFor(remote.Address).IsNone);
        if (_isForNowhere)
        {
            // There is nothing to wait for: it is taken and dropped, as a network would.
            payload = udp.Nowhere.AsSpan(0, capacity);
        }
        else if (udp.Ip.TryReserve(header, UdpHeader.Octets + capacity, out var datagram))
        {
            payload = datagram.Slice(UdpHeader.Octets, capacity);
        }
        else
        {
            CountDrop();
            return false;
        }

        _capacity = capacity;
        return true;
    }

    /// <inheritdoc/>
    public void Send(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > _capacity)
        {
            throw new InvalidOperationException($"{length} octets are sent, but {(_capacity < 0 ? "nothing was" : $"{_capacity} were")} reserved.");
        }

        _capacity = -1;
        if (_isForNowhere)
        {
            CountDrop();
            return;
        }

        _sent++;
        udp.Counters.Sent.Increment();
        var octets = UdpHeader.Octets + length;
        var datagram = udp.Ip.Reserved[..octets];
        var pseudoHeader = InternetChecksum.Fold(InternetChecksum.PseudoHeader(_header, octets));
        new UdpHeader((ushort)LocalEndpoint.Port, (ushort)_remotePort, (ushort)octets, pseudoHeader).Write(datagram);
        var offload = new TransmitOffload(0, UdpHeader.ChecksumOffset);
        if ((udp.Ip.Offloads(_header.Destination) & (NetworkOffloads.TransmitChecksum | NetworkOffloads.TcpSegmentation)) == 0)
        {
            OffloadWork.CompleteChecksum(datagram, offload);
            offload = default;
        }

        udp.Ip.Send(octets, offload);
    }

    /// <inheritdoc/>
    public ValueTask WaitForSpaceAsync() => udp.Ip.WaitForSpaceAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _groups?.LeaveAll();
            udp.Remove(this);
        }

        return default;
    }

    private void CountDrop()
    {
        _sendDrops++;
        udp.Counters.SendRefused.Increment();
    }

    /// <summary>The address that was asked, when it is one of ours; that of the socket; else the stack's choice.</summary>
    private IpAddress SourceOf(in DatagramPath path)
    {
        if (!path.LocalAddress.IsNone && udp.IsOwn(path.LocalAddress))
        {
            return path.LocalAddress;
        }

        return LocalEndpoint.Address;
    }
}
