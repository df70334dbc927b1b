namespace MirageGen.Unix.Udp;

/// <summary>UDP over the host's sockets.</summary>
internal sealed class HostUdp : IUdp
{
    /// <inheritdoc/>
    public IUdpSocket Bind(IpEndpoint local, DatagramHandler handler) =>
        throw new DeviceException($"cannot bind {local}: the host stack has TCP only so far");
}
