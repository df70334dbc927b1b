using MirageGen.Unix.Events;
using MirageGen.Unix.Ports;

namespace MirageGen.Unix.Udp;

/// <summary>UDP on other systems, over .NET's sockets.</summary>
internal sealed class PortableUdp(PortableLoop loop) : UdpSockets
{
    /// <inheritdoc/>
    public override BindOutcome<DatagramSocket> Bind(IpEndpoint at) => throw new NotSupportedException(loop.ToString());
}
