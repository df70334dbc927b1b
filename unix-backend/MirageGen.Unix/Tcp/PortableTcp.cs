using System.Net.Sockets;
using MirageGen.Unix.Events;
using MirageGen.Unix.Ports;

namespace MirageGen.Unix.Tcp;

/// <summary>TCP on other systems, over .NET's sockets.</summary>
internal sealed class PortableTcp(PortableLoop loop) : TcpSockets
{
    /// <inheritdoc/>
    public override BindOutcome<ListenSocket> Listen(IpEndpoint at, int backlog)
    {
        Socket? socket = null;
        try
        {
            socket = new(PortableSocket.Family(at.Address), SocketType.Stream, ProtocolType.Tcp);
            if (at.Address.IsV6)
            {
                socket.DualMode = false;
            }

            socket.Bind(at.ToIPEndPoint());
            socket.Listen(backlog);
            return new(new PortableListenSocket(loop, socket), BindError.None, string.Empty);
        }
        catch (SocketException error)
        {
            socket?.Dispose();
            return new(null, PortableSocket.Judge(error.SocketErrorCode), PortableSocket.Text(error.SocketErrorCode));
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<ITcpFlow> ConnectAsync(IpEndpoint remote, CancellationToken cancellation)
    {
        Socket? socket = null;
        try
        {
            socket = new(PortableSocket.Family(remote.Address), SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(remote.ToIPEndPoint(), cancellation);
            return new PortableFlow(loop, socket);
        }
        catch (SocketException error)
        {
            socket?.Dispose();
            throw new DeviceException($"cannot connect to {remote}: {PortableSocket.Text(error.SocketErrorCode)}", error);
        }
        catch (OperationCanceledException)
        {
            socket?.Dispose();
            throw;
        }
    }
}
