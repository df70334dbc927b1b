using MirageGen.Unix.Events;
using MirageGen.Unix.Interop;
using MirageGen.Unix.Ports;

namespace MirageGen.Unix.Tcp;

/// <summary>A socket that listens, on Linux.</summary>
internal sealed class EpollListenSocket : ListenSocket, IEpollHandler
{
    private readonly EpollLoop _loop;
    private readonly int _socket;
    private readonly bool _isOnAnyAddress;

    private EpollListenSocket(EpollLoop loop, int socket)
    {
        _loop = loop;
        _socket = socket;
        LocalEndpoint = LinuxSocket.LocalEndpoint(socket);
        _isOnAnyAddress = AnyAddress.Is(LocalEndpoint.Address);
    }

    /// <inheritdoc/>
    public override IpEndpoint LocalEndpoint { get; }

    public static BindOutcome<ListenSocket> Listen(EpollLoop loop, IpEndpoint at, int backlog)
    {
        var socket = LinuxSocket.Open(at.Address, Libc.Stream);
        if (socket < 0)
        {
            return LinuxSocket.Refuse<ListenSocket>(socket, Errno.Last);
        }

        // Connections inherit TCP_NODELAY from the socket that accepts them. SO_REUSEADDR lets a restart bind while
        // old connections are in TIME_WAIT; it does not share the port with another listener.
        _ = Libc.TrySetOption(socket, Libc.LevelSocket, Libc.ReuseAddress, 1);
        _ = Libc.TrySetOption(socket, Libc.LevelTcp, Libc.TcpNoDelay, 1);
        _ = at.Address.IsV4 || Libc.TrySetOption(socket, Libc.LevelIpv6, Libc.Ipv6Only, 1);
        var address = new SocketAddress(at);
        if (Libc.Bind(socket, address, address.Length) < 0 || Libc.Listen(socket, backlog) < 0)
        {
            return LinuxSocket.Refuse<ListenSocket>(socket, Errno.Last);
        }

        var listening = new EpollListenSocket(loop, socket);
        return loop.TryRegister(socket, listening, EpollEvents.Readable)
            ? new(listening, BindError.None, string.Empty)
            : LinuxSocket.Refuse<ListenSocket>(socket, Errno.Last);
    }

    /// <inheritdoc/>
    public void OnEvents(EpollEvents events) => OnAcceptable();

    /// <inheritdoc/>
    public override AcceptStatus TryAccept(out SocketFlow? flow)
    {
        flow = null;
        SocketAddress remote = default;
        var length = SocketAddress.MaxBytes;
        var socket = Libc.Accept(_socket, ref remote, ref length, Libc.NonBlocking | Libc.CloseOnExec);
        if (socket < 0)
        {
            return Judge(Errno.Last);
        }

        var local = _isOnAnyAddress ? LinuxSocket.LocalEndpoint(socket) : LocalEndpoint;
        var accepted = new EpollFlow(_loop, socket, local, remote.Endpoint);
        if (!_loop.TryRegister(socket, accepted, EpollFlow.Interest))
        {
            var status = Judge(Errno.Last);
            _ = Libc.Close(socket);
            return status;
        }

        flow = accepted;
        return AcceptStatus.Accepted;
    }

    /// <inheritdoc/>
    public override void Close() => _loop.Close(_socket);

    private AcceptStatus Judge(int error)
    {
        switch (error)
        {
            case Errno.Again:
                MayAccept = false;
                return AcceptStatus.NobodyWaits;
            case Errno.TooManyFiles or Errno.TooManySystemFiles or Errno.NoBuffers or Errno.NoMemory or Errno.NoSpace:
                Cause = Errno.Text(error);
                return AcceptStatus.NoRoom;
            default:
                // The connection ended before it was accepted, or the network failed it (accept(2)).
                return AcceptStatus.Lost;
        }
    }
}
