using MirageGen.Unix.Events;
using MirageGen.Unix.Ports;

namespace MirageGen.Unix.Udp;

/// <summary>UDP over the host's sockets.</summary>
internal sealed class HostUdp(UnixLoop loop, PortBinder ports) : IUdp
{
    /// <inheritdoc/>
    public IUdpSocket Bind(IpEndpoint local, DatagramHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var sockets = ports.Bind(local, local.Port == 0 ? ports.Addresses.ForAsking : ports.Addresses.All, "bind", loop.Udp.Bind);
        return new HostUdpSocket(loop, local.Address, sockets, handler);
    }
}
