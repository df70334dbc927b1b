using MirageGen.Unix.Ports;

namespace MirageGen.Unix.Tcp;

/// <summary>How TCP sockets are made on this system.</summary>
internal abstract class TcpSockets
{
    /// <summary>Listens on one endpoint, which has an address.</summary>
    /// <param name="at">Where.</param>
    /// <param name="backlog">Connections that may wait.</param>
    public abstract BindOutcome<ListenSocket> Listen(IpEndpoint at, int backlog);

    /// <summary>Connects; gives up when cancelled.</summary>
    /// <returns>A flow that the caller owns.</returns>
    /// <exception cref="DeviceException">It is refused or unreachable.</exception>
    public abstract ValueTask<ITcpFlow> ConnectAsync(IpEndpoint remote, CancellationToken cancellation);
}
