namespace MirageGen.TcpIp.Tests.Rig;

/// <summary>Sends datagrams back, over our own stack where a mock device would be taken.</summary>
[Unikernel]
public sealed class EchoAppliance([Use(typeof(Udp))] IUdp udp, NetworkStatistics statistics)
{
    public NetworkStatistics Statistics { get; } = statistics;

    public async Task RunAsync(CancellationToken stop)
    {
        await using var socket = udp.Bind(7, static (IUdpSocket socket, in Datagram datagram) => socket.TrySend(datagram.Path, datagram.Payload));
        await Task.Delay(Timeout.Infinite, stop);
    }
}
