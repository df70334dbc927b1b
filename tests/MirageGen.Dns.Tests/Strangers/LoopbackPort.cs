using System.Net;
using System.Net.Sockets;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>Ports of this host's loopback.</summary>
internal static class LoopbackPort
{
    /// <summary>One that nobody has for UDP.</summary>
    public static int Free()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
