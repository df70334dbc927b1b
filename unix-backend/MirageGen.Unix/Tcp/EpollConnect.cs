using MirageGen.Loop;
using MirageGen.Unix.Events;
using MirageGen.Unix.Interop;
using MirageGen.Unix.Ports;

namespace MirageGen.Unix.Tcp;

/// <summary>One attempt to connect, on Linux. Whatever comes of it, its socket is closed or has become a flow.</summary>
internal sealed class EpollConnect : IEpollHandler, ICancellableWait
{
    private readonly EpollLoop _loop;
    private readonly IpEndpoint _remote;
    private readonly int _socket;
    private readonly LoopCompletion<ITcpFlow> _connected = new();
    private WaitCancellation _cancellation;

    private EpollConnect(EpollLoop loop, IpEndpoint remote, int socket)
    {
        _loop = loop;
        _remote = remote;
        _socket = socket;
    }

    EventLoop ICancellableWait.Loop => _loop;

    /// <summary>Connects.</summary>
    /// <exception cref="DeviceException">It is refused or unreachable.</exception>
    public static async ValueTask<ITcpFlow> RunAsync(EpollLoop loop, IpEndpoint remote, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var attempt = Begin(loop, remote);
        attempt._cancellation.Begin(attempt, cancellation);
        return await attempt._connected.Task;
    }

    /// <inheritdoc/>
    public void OnEvents(EpollEvents events)
    {
        var error = LinuxSocket.TakeError(_socket);
        _cancellation.End();
        if (error != 0)
        {
            _loop.Close(_socket);
            _connected.SetException(Refusal(_remote, error));
            return;
        }

        var flow = new EpollFlow(_loop, _socket, LinuxSocket.LocalEndpoint(_socket), _remote);
        _loop.HandOver(_socket, flow);
        flow.OnEvents(events);
        _connected.SetResult(flow);
    }

    void ICancellableWait.CancelWait()
    {
        if (_cancellation.Token is { IsCancellationRequested: true } token)
        {
            _cancellation.End();
            _loop.Close(_socket);
            _connected.SetException(new OperationCanceledException(token));
        }
    }

    private static EpollConnect Begin(EpollLoop loop, IpEndpoint remote)
    {
        var socket = LinuxSocket.Open(remote.Address, Libc.Stream);
        if (socket < 0)
        {
            throw Refusal(remote, Errno.Last);
        }

        _ = Libc.TrySetOption(socket, Libc.LevelTcp, Libc.TcpNoDelay, 1);
        var address = new SocketAddress(remote);
        var error = Libc.Connect(socket, address, address.Length) < 0 ? Errno.Last : 0;
        var attempt = new EpollConnect(loop, remote, socket);
        if (error is 0 or Errno.InProgress)
        {
            error = loop.TryRegister(socket, attempt, EpollFlow.Interest) ? 0 : Errno.Last;
        }

        if (error != 0)
        {
            _ = Libc.Close(socket);
            throw Refusal(remote, error);
        }

        return attempt;
    }

    private static DeviceException Refusal(IpEndpoint remote, int error) =>
        new($"cannot connect to {remote}: {Errno.Text(error)}");
}
