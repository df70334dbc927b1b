using MirageGen.Loop;
using MirageGen.Unix.Events;

namespace MirageGen.Unix.Udp;

/// <summary>A UDP port on one or more addresses.</summary>
internal sealed class HostUdpSocket : IUdpSocket
{
    private const int MostPayloadV4 = 65507;
    private const int MostPayloadV6 = 65527;

    // How long what the host would not take yet is kept for, when the socket is disposed.
    private static readonly TimeSpan PartingTime = TimeSpan.FromSeconds(1);

    private readonly UnixLoop _loop;
    private readonly DatagramSocket[] _sockets;
    private readonly DatagramHandler _handler;
    private readonly LoopCompletion<bool> _space = new();
    private readonly HashSet<(IpAddress Group, IpAddress Local)> _groups = [];
    private DatagramErrorHandler? _errorReceived;
    private DatagramSocket? _reserved;
    private byte[]? _unsendable;
    private long _received;
    private long _sent;
    private long _receiveDrops;
    private long _sendDrops;
    private bool _isWaiting;

    public HostUdpSocket(UnixLoop loop, IpAddress asked, DatagramSocket[] sockets, DatagramHandler handler)
    {
        _loop = loop;
        _sockets = sockets;
        _handler = handler;
        LocalEndpoint = new(asked, sockets[0].LocalEndpoint.Port);
        foreach (var socket in sockets)
        {
            socket.Start(this);
        }
    }

    /// <inheritdoc/>
    public event DatagramErrorHandler? ErrorReceived
    {
        add
        {
            _errorReceived += value;
            Array.ForEach(_sockets, static socket => socket.ReportErrors());
        }

        remove => _errorReceived -= value;
    }

    /// <inheritdoc/>
    public IpEndpoint LocalEndpoint { get; }

    /// <inheritdoc/>
    public DatagramCounters Counters => new(_received, _sent, _receiveDrops, _sendDrops);

    /// <summary>Whether it has been disposed: nothing more is handed to the handler.</summary>
    public bool IsDisposed { get; private set; }

    /// <inheritdoc/>
    public void JoinGroup(IpAddress group, IpAddress local = default)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        GroupRules.VerifyJoin(LocalEndpoint, group);
        if (_groups.Contains((group, local)))
        {
            return;
        }

        var refusal = ListenerTo(group) is { } socket
            ? socket.SetGroup(group, local, isToJoin: true)
            : $"it listens on {string.Join(", ", _sockets.Select(socket => socket.LocalEndpoint.Address))} only (--listen)";
        if (refusal is not null)
        {
            throw new DeviceException($"cannot join {group}{(local.IsNone ? string.Empty : $" on {local}")}: {refusal}");
        }

        _groups.Add((group, local));
    }

    /// <inheritdoc/>
    public void LeaveGroup(IpAddress group, IpAddress local = default)
    {
        if (!IsDisposed && _groups.Remove((group, local)))
        {
            _ = ListenerTo(group)!.SetGroup(group, local, isToJoin: false);
        }
    }

    /// <inheritdoc/>
    public bool TryReserve(in DatagramPath path, int capacity, out Span<byte> payload)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (path.Remote.Address.IsNone)
        {
            throw new ArgumentException($"'{path.Remote}' is nowhere to send to: it needs an address.", nameof(path));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, path.Remote.Address.IsV4 ? MostPayloadV4 : MostPayloadV6);
        _reserved = Choose(path);
        if (_reserved is not null)
        {
            return _reserved.TryReserve(path, capacity, out payload);
        }

        // No socket can send it, now or later: it is taken and counted as dropped, like one without a route.
        _unsendable ??= new byte[MostPayloadV6];
        payload = _unsendable;
        return true;
    }

    /// <inheritdoc/>
    public void Send(int length)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (_reserved is null)
        {
            _sendDrops++;
            return;
        }

        _reserved.Send(length);
    }

    /// <inheritdoc/>
    public ValueTask WaitForSpaceAsync()
    {
        if (_isWaiting)
        {
            throw new InvalidOperationException("Someone waits for space already.");
        }

        if (!IsBlocked())
        {
            return default;
        }

        _space.Reset();
        _isWaiting = true;
        return _space.UntypedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (IsDisposed)
        {
            return;
        }

        IsDisposed = true;
        Array.ForEach(_sockets, static socket => socket.Flush());
        if (IsBlocked() && !_isWaiting)
        {
            using var timer = _loop.Timers.Create(static socket => ((HostUdpSocket)socket!).EndWait(), this);
            timer.Start(PartingTime);
            await WaitForSpaceAsync();
        }

        Array.ForEach(_sockets, static socket => socket.Close());
        EndWait();
    }

    /// <summary>Called by a socket for each datagram.</summary>
    public void OnReceived(ReadOnlySpan<byte> payload, in DatagramPath path)
    {
        _received++;
        _handler(this, new Datagram(payload, path));
    }

    /// <summary>Called by a socket for each datagram that was not delivered.</summary>
    public void OnError(IpEndpoint remote, IpErrorKind kind) => _errorReceived?.Invoke(this, new(remote), kind);

    /// <summary>Called by a socket for datagrams that could not be handed over.</summary>
    public void OnReceiveDropped() => _receiveDrops++;

    /// <summary>Called by a socket when the host took datagrams.</summary>
    public void OnSent(int count) => _sent += count;

    /// <summary>Called by a socket when the host refused a datagram.</summary>
    public void OnSendDropped() => _sendDrops++;

    /// <summary>Called by a socket when the host takes datagrams again.</summary>
    public void OnUnblocked()
    {
        if (!IsBlocked())
        {
            EndWait();
        }
    }

    private void EndWait()
    {
        if (_isWaiting)
        {
            _isWaiting = false;
            _space.SetResult(true);
        }
    }

    /// <summary>The socket that hears groups of a group's version; null when none is bound to every address.</summary>
    private DatagramSocket? ListenerTo(IpAddress group) =>
        Array.Find(_sockets, socket => socket.IsOnAnyAddress && socket.LocalEndpoint.Address.IsV4 == group.IsV4);

    private bool IsBlocked() => Array.Exists(_sockets, static socket => socket.IsBlocked);

    private DatagramSocket? Choose(in DatagramPath path)
    {
        foreach (var socket in _sockets)
        {
            if (socket.Fits(path))
            {
                return socket;
            }
        }

        return null;
    }
}
