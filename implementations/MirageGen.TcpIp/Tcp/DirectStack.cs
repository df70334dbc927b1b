namespace MirageGen.TcpIp;

/// <summary>STACK of our own TCP and UDP, in place of the host's sockets: <c>-p:MirageNet=direct</c>.</summary>
/// <param name="tcp">Connections.</param>
/// <param name="udp">Datagrams.</param>
/// <param name="reports">Shows an operator what they do.</param>
[Device(typeof(INetworkStack), When = "MirageNet=direct")]
public sealed class DirectStack(ITcp tcp, IUdp udp, StatisticsReports reports) : INetworkStack
{
    /// <inheritdoc/>
    public ITcp Tcp { get; } = tcp;

    /// <inheritdoc/>
    public IUdp Udp { get; } = udp;

    /// <summary>What an operator is shown of both.</summary>
    public StatisticsReports Reports { get; } = reports;
}
