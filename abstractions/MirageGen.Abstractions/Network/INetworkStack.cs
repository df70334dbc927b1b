namespace MirageGen;

/// <summary>
/// STACK: TCP and UDP over IPv4 and IPv6, however they are made: the host's sockets, our own TCP/IP on a device, or an
/// in-memory network in a test.
/// </summary>
public interface INetworkStack
{
    /// <summary>Connections.</summary>
    ITcp Tcp { get; }

    /// <summary>Datagrams.</summary>
    IUdp Udp { get; }
}
