using MirageGen.Unix.Events;
using MirageGen.Unix.Interop;
using MirageGen.Unix.Ports;

namespace MirageGen.Unix.Udp;

/// <summary>A UDP socket on Linux: receives in batches, and sends in batches what its handler replied.</summary>
internal sealed class EpollDatagramSocket : DatagramSocket, IEpollHandler, IDeferred
{
    /// <summary>Batches received between two looks for events.</summary>
    private const int BatchesPerTurn = 8;

    /// <summary>
    /// Datagrams in a batch from which on another one is worth a try: as a rule more have arrived while so many were answered,
    /// and to look for events first costs a call.
    /// </summary>
    private const int BusyBatch = 4;

    /// <summary>Errors taken between two looks for events.</summary>
    private const int ErrorsPerTurn = 64;

    // The kernel gives less when it is configured so; a burst of this size is not lost.
    private const int HostBufferBytes = 1024 * 1024;

    private readonly EpollLoop _loop;
    private readonly EpollUdp _udp;
    private readonly int _socket;
    private HostUdpSocket? _owner;
    private SendBatch? _batch;
    private bool _hasReservation;
    private bool _isBlocked;
    private bool _isReceiving;
    private bool _isFlushPlanned;
    private bool _reportsErrors;
    private bool _isClosed;

    private EpollDatagramSocket(EpollLoop loop, EpollUdp udp, int socket)
        : base(LinuxSocket.LocalEndpoint(socket))
    {
        _loop = loop;
        _udp = udp;
        _socket = socket;
    }

    /// <inheritdoc/>
    public override bool IsBlocked => _isBlocked;

    public static BindOutcome<DatagramSocket> Bind(EpollLoop loop, EpollUdp udp, IpEndpoint at)
    {
        var socket = LinuxSocket.Open(at.Address, Libc.DatagramType);
        if (socket < 0)
        {
            return LinuxSocket.Refuse<DatagramSocket>(socket, Errno.Last);
        }

        // No SO_REUSEADDR: for UDP it would let two processes have the port.
        _ = Libc.TrySetOption(socket, Libc.LevelSocket, Libc.Broadcast, 1);
        _ = Libc.TrySetOption(socket, Libc.LevelSocket, Libc.ReceiveBuffer, HostBufferBytes);
        _ = at.Address.IsV4 || Libc.TrySetOption(socket, Libc.LevelIpv6, Libc.Ipv6Only, 1);
        if (AnyAddress.Is(at.Address))
        {
            // A control message with each datagram costs; whoever is bound to one address knows what they were sent to.
            _ = at.Address.IsV4
                ? Libc.TrySetOption(socket, Libc.LevelIp, Libc.IpPacketInfo, 1)
                : Libc.TrySetOption(socket, Libc.LevelIpv6, Libc.Ipv6ReceivePacketInfo, 1);
        }

        GroupRequest.HearOwnOnly(socket, at.Address.IsV4);
        var address = new SocketAddress(at);
        return Libc.Bind(socket, address, address.Length) < 0
            ? LinuxSocket.Refuse<DatagramSocket>(socket, Errno.Last)
            : new(new EpollDatagramSocket(loop, udp, socket), BindError.None, string.Empty);
    }

    /// <inheritdoc/>
    public override void Start(HostUdpSocket owner)
    {
        _owner = owner;
        if (!_loop.TryRegister(_socket, this, EpollEvents.Readable))
        {
            var error = Errno.Last;
            throw new DeviceException($"cannot receive on {LocalEndpoint}: {Errno.Text(error)}");
        }
    }

    /// <inheritdoc/>
    public void OnEvents(EpollEvents events)
    {
        if ((events & EpollEvents.Writable) != 0 && _isBlocked)
        {
            // Asked for only while it matters: for UDP every datagram that leaves would be an event.
            _isBlocked = false;
            _loop.Modify(_socket, EpollEvents.Readable);
            Flush();
            _owner!.OnUnblocked();
        }

        if ((events & EpollEvents.Error) != 0 && _reportsErrors)
        {
            ReceiveErrors();
        }

        if ((events & ~EpollEvents.Writable) != 0)
        {
            Receive();
        }
    }

    void IDeferred.Resume()
    {
        if (_reportsErrors)
        {
            ReceiveErrors();
        }

        Receive();
    }

    /// <inheritdoc/>
    public override void ReportErrors() => _reportsErrors = LocalEndpoint.Address.IsV4
        ? Libc.TrySetOption(_socket, Libc.LevelIp, Libc.IpReceiveError, 1)
        : Libc.TrySetOption(_socket, Libc.LevelIpv6, Libc.Ipv6ReceiveError, 1);

    /// <inheritdoc/>
    public override string? SetGroup(IpAddress group, IpAddress local, bool isToJoin) =>
        GroupRequest.TrySet(_socket, group, local, isToJoin) ? null : Errno.Text(Errno.Last);

    /// <inheritdoc/>
    public override bool TryReserve(in DatagramPath path, int capacity, out Span<byte> payload)
    {
        _batch ??= _udp.Rent();
        if (!_batch.HasRoom(capacity))
        {
            Flush();
            _batch ??= _udp.Rent();
        }

        _hasReservation = _batch.HasRoom(capacity);
        payload = _hasReservation ? _batch.Reserve(path.Remote, IsOnAnyAddress ? path.LocalAddress : default, capacity) : default;
        return _hasReservation;
    }

    /// <inheritdoc/>
    public override void Send(int length)
    {
        if (!_hasReservation)
        {
            throw new InvalidOperationException("There is no reservation to send.");
        }

        _batch!.Commit(length);
        _hasReservation = false;
        if (!_isReceiving && !_isFlushPlanned)
        {
            _isFlushPlanned = true;
            _udp.FlushLater(this);
        }
    }

    /// <summary>Sends what was queued outside a handler.</summary>
    public void FlushAtEndOfTurn()
    {
        _isFlushPlanned = false;
        Flush();
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        var isSecondTry = false;
        while (_batch is { Count: > 0 } batch && !_isBlocked && !_isClosed)
        {
            var count = batch.Send(_socket);
            if (count > 0)
            {
                isSecondTry = false;
                _owner!.OnSent(count);
                batch.Remove(count);
            }
            else if (Errno.Last is var error && error == Errno.Again)
            {
                _isBlocked = true;
                _loop.Modify(_socket, EpollEvents.Readable | EpollEvents.Writable);
            }
            else if (error != Errno.Interrupted && _reportsErrors && !isSecondTry)
            {
                // It may be what an earlier datagram came back with, which is told once and then forgotten.
                isSecondTry = true;
            }
            else if (error != Errno.Interrupted)
            {
                isSecondTry = false;
                // This one has no route, is too large, or is not allowed: the rest may fare better.
                _owner!.OnSendDropped();
                batch.Remove(1);
            }
        }

        if (_batch is { Count: 0 } empty)
        {
            _batch = null;
            _hasReservation = false;
            _udp.Return(empty);
        }
    }

    /// <inheritdoc/>
    public override void Close()
    {
        _isClosed = true;
        _loop.Close(_socket);
        if (_batch is { } batch)
        {
            batch.Remove(batch.Count);
            _batch = null;
            _udp.Return(batch);
        }
    }

    private void ReceiveErrors()
    {
        _isReceiving = true;
        for (var left = ErrorsPerTurn; left > 0 && !_owner!.IsDisposed; left--)
        {
            if (!ErrorQueue.TryTake(_socket, out var remote, out var kind))
            {
                break;
            }

            if (left == 1)
            {
                _loop.Defer(this);
            }

            if (!remote.Address.IsNone)
            {
                _owner.OnError(remote, kind);
            }
        }

        Flush();
        _isReceiving = false;
    }

    private void Receive()
    {
        _isReceiving = true;
        for (var left = BatchesPerTurn; !_owner!.IsDisposed; left--)
        {
            if (left == 0)
            {
                _loop.Defer(this);
                break;
            }

            var count = _udp.Received.Receive(_socket);
            var error = count < 0 ? Errno.Last : 0;
            HandOver(count);
            Flush();
            if (error == Errno.Again || (error == 0 && count < BusyBatch))
            {
                break;
            }
        }

        _isReceiving = false;
    }

    private void HandOver(int count)
    {
        var received = _udp.Received;
        var local = LocalEndpoint.Address;
        for (var i = 0; i < count && !_owner!.IsDisposed; i++)
        {
            if (received.IsWhole(i))
            {
                _owner.OnReceived(received.Payload(i), new(received.Remote(i), IsOnAnyAddress ? received.Local(i) : local));
            }
            else
            {
                _owner.OnReceiveDropped();
            }
        }
    }
}
