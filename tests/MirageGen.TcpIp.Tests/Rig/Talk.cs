namespace MirageGen.TcpIp.Tests.Rig;

/// <summary>A socket that keeps what it receives.</summary>
internal sealed class Talk
{
    public Talk(IUdp udp, int port = 0) => Socket = udp.Bind(port, (IUdpSocket _, in Datagram datagram) =>
    {
        Received.Add(datagram.Payload.ToArray());
        Paths.Add(datagram.Path);
    });

    public IUdpSocket Socket { get; }

    public List<byte[]> Received { get; } = [];

    public List<DatagramPath> Paths { get; } = [];

    public bool Send(string address, int port, ReadOnlySpan<byte> payload) => Socket.TrySend(new(new(IpAddress.Parse(address), port)), payload);
}
