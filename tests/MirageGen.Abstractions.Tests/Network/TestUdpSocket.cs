namespace MirageGen.Abstractions.Tests.Network;

/// <summary>A socket with room for datagrams up to a size, which remembers what was sent.</summary>
internal sealed class TestUdpSocket(int room = 1500) : IUdpSocket, IUdp
{
    private readonly byte[] _buffer = new byte[room];
    private DatagramPath _path;

    public event DatagramErrorHandler? ErrorReceived;

    public List<(DatagramPath Path, byte[] Payload)> Sent { get; } = [];

    public DatagramHandler? Handler { get; private set; }

    public IpEndpoint LocalEndpoint { get; private set; }

    public DatagramCounters Counters => default;

    public IUdpSocket Bind(IpEndpoint local, DatagramHandler handler)
    {
        (LocalEndpoint, Handler) = (local, handler);
        return this;
    }

    public void JoinGroup(IpAddress group, IpAddress local = default) => GroupRules.VerifyJoin(LocalEndpoint, group);

    public void LeaveGroup(IpAddress group, IpAddress local = default)
    {
    }

    public void Refuse(in DatagramPath path) => ErrorReceived?.Invoke(this, path, IpErrorKind.PortUnreachable);

    public bool TryReserve(in DatagramPath path, int capacity, out Span<byte> payload)
    {
        _path = path;
        payload = capacity <= _buffer.Length ? _buffer : default;
        return capacity <= _buffer.Length;
    }

    public void Send(int length) => Sent.Add((_path, _buffer[..length]));

    public ValueTask WaitForSpaceAsync() => default;

    public ValueTask DisposeAsync() => default;
}
