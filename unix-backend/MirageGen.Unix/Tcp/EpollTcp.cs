using MirageGen.Unix.Events;
using MirageGen.Unix.Ports;

namespace MirageGen.Unix.Tcp;

/// <summary>TCP on Linux.</summary>
internal sealed class EpollTcp(EpollLoop loop) : TcpSockets
{
    /// <inheritdoc/>
    public override BindOutcome<ListenSocket> Listen(IpEndpoint at, int backlog) =>
        EpollListenSocket.Listen(loop, at, backlog);

    /// <inheritdoc/>
    public override ValueTask<ITcpFlow> ConnectAsync(IpEndpoint remote, CancellationToken cancellation) =>
        EpollConnect.RunAsync(loop, remote, cancellation);
}
