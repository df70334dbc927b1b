using System.Net.Sockets;
using MirageGen.Unix.Ports;

namespace MirageGen.Unix.Udp;

/// <summary>UDP on other systems, over .NET's sockets.</summary>
internal sealed class PortableUdp : UdpSockets
{
    /// <inheritdoc/>
    public override BindOutcome<DatagramSocket> Bind(IpEndpoint at)
    {
        Socket? socket = null;
        try
        {
            socket = new(PortableSocket.Family(at.Address), SocketType.Dgram, ProtocolType.Udp);
            if (at.Address.IsV6)
            {
                socket.DualMode = false;
            }

            socket.Blocking = false;
            socket.EnableBroadcast = at.Address.IsV4;
            socket.Bind(at.ToIPEndPoint());
            return new(new PortableDatagramSocket(socket), BindError.None, string.Empty);
        }
        catch (SocketException error)
        {
            socket?.Dispose();
            return new(null, PortableSocket.Judge(error.SocketErrorCode), PortableSocket.Text(error.SocketErrorCode));
        }
    }
}
