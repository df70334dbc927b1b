namespace MirageGen;

/// <summary>UDP: datagrams sent and received (RFC 768).</summary>
public interface IUdp
{
    /// <summary>Binds a port and has a handler called for each datagram that arrives on it.</summary>
    /// <param name="local">
    /// Where; an endpoint without an address means every address of the stack, port zero any free port.
    /// </param>
    /// <param name="handler">Called on the loop for each datagram; see <see cref="DatagramHandler"/>.</param>
    /// <exception cref="DeviceException">The port is taken, or not for this process, or the address is not the stack's.</exception>
    IUdpSocket Bind(IpEndpoint local, DatagramHandler handler);
}
