namespace MirageGen;

/// <summary>TCP: connections made and accepted (RFC 9293).</summary>
public interface ITcp
{
    /// <summary>
    /// For how many connections at once it has room, those included that begin and end. Who would keep more of them open for peers that
    /// ask for nothing shuts out all others.
    /// </summary>
    int MaxConnections { get; }

    /// <summary>Listens for connections.</summary>
    /// <param name="local">
    /// Where; an endpoint without an address means every address of the stack, port zero any free port.
    /// </param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="DeviceException">The port is taken, or not for this process, or the address is not the stack's.</exception>
    ITcpListener Listen(IpEndpoint local, TcpListenOptions? options = null);

    /// <summary>Connects to a listener.</summary>
    /// <param name="remote">Whereto; it has an address and a port.</param>
    /// <param name="cancellation">Gives up the attempt.</param>
    /// <exception cref="DeviceException">It is refused, unreachable or does not answer in time.</exception>
    ValueTask<ITcpFlow> ConnectAsync(IpEndpoint remote, CancellationToken cancellation = default);
}
