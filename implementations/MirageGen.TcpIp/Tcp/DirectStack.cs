namespace MirageGen.TcpIp;

/// <summary>STACK of our own TCP and UDP, in place of the host's sockets: <c>-p:MirageNet=direct</c>.</summary>
/// <param name="tcp">Connections.</param>
/// <param name="udp">Datagrams.</param>
[Device(typeof(INetworkStack), When = "MirageNet=direct")]
public sealed class DirectStack(ITcp tcp, IUdp udp) : INetworkStack
{
    /// <inheritdoc/>
    public ITcp Tcp { get; } = tcp;

    /// <inheritdoc/>
    public IUdp Udp { get; } = udp;
}
