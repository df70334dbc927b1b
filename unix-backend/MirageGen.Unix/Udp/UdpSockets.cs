using MirageGen.Unix.Ports;

namespace MirageGen.Unix.Udp;

/// <summary>How UDP sockets are made on this system.</summary>
internal abstract class UdpSockets
{
    /// <summary>Binds one endpoint, which has an address. Nothing is received before an owner is set.</summary>
    public abstract BindOutcome<DatagramSocket> Bind(IpEndpoint at);
}
