/// <summary>The server's port for the datagrams of one test, all of whose streams come from different ports of one client.</summary>
public sealed class IperfUdpPort : IAsyncDisposable
{
    private readonly Dictionary<IpEndpoint, IperfUdpStream> _streams = [];
    private readonly IperfTest _test;
    private readonly TimeProvider _clock;
    private readonly IpAddress _client;
    private readonly IUdpSocket _socket;

    /// <summary>Opens it.</summary>
    /// <exception cref="DeviceException">The port is taken.</exception>
    public IperfUdpPort(IUdp udp, int port, IpAddress client, IperfTest test, TimeProvider clock)
    {
        _client = client;
        _test = test;
        _clock = clock;
        _socket = udp.Bind(port, Take);
    }

    public ValueTask DisposeAsync() => _socket.DisposeAsync();

    private void Take(IUdpSocket socket, in Datagram datagram)
    {
        var path = datagram.Path;
        var isConnect = datagram.Payload.Length == IperfDatagram.Connect.Length;
        if (_streams.TryGetValue(path.Remote, out var known))
        {
            known.Take(datagram.Payload);
            if (isConnect)
            {
                // The answer was lost.
                _ = socket.TrySend(path, IperfDatagram.Connected);
            }
        }
        else if (isConnect && path.Remote.Address == _client && _streams.Count < _test.StreamCount)
        {
            // The answer comes before all else: with its last stream the test begins.
            _ = socket.TrySend(path, IperfDatagram.Connected);
            var stream = new IperfUdpStream(socket, path, _test.Parameters, _clock);
            _streams.Add(path.Remote, stream);
            _ = _test.TryAdd(stream);
        }
    }
}
