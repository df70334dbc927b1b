using MirageGen.Unix.Events;
using MirageGen.Unix.Ports;

namespace MirageGen.Unix.Tcp;

/// <summary>TCP on other systems, over .NET's sockets.</summary>
internal sealed class PortableTcp(PortableLoop loop) : TcpSockets
{
    /// <inheritdoc/>
    public override BindOutcome<ListenSocket> Listen(IpEndpoint at, int backlog) => throw new NotSupportedException(loop.ToString());

    /// <inheritdoc/>
    public override ValueTask<ITcpFlow> ConnectAsync(IpEndpoint remote, CancellationToken cancellation) => throw new NotSupportedException();
}
