namespace MirageGen.TcpIp;

/// <summary>STACK of our own TCP and UDP, in place of the host's sockets: <c>-p:MirageNet=direct</c>.</summary>
/// <param name="tcp">Connections.</param>
/// <param name="udp">Datagrams.</param>
/// <param name="reports">Shows an operator what they do.</param>
[Device(typeof(INetworkStack), When = "MirageNet=direct")]
#pragma warning disable CS9113 // Reports need nothing but to be there.
public sealed class DirectStack(ITcp tcp, IUdp udp, StatisticsReports reports) : INetworkStack
#pragma warning restore CS9113
{
    /// <inheritdoc/>
    public ITcp Tcp { get; } = tcp;

    /// <inheritdoc/>
    public IUdp Udp { get; } = udp;
}
