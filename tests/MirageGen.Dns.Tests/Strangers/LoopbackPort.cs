using System.Net;
using System.Net.Sockets;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>Ports of this host's loopback.</summary>
internal static class LoopbackPort
{
    /// <summary>One that nobody has, for UDP nor for TCP.</summary>
    public static int Free()
    {
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            using var stream = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                stream.Bind(socket.LocalEndPoint!);
                return ((IPEndPoint)socket.LocalEndPoint!).Port;
            }
            catch (SocketException)
            {
                // Another has that one of TCP.
            }
        }
    }
}
