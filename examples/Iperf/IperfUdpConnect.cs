/// <summary>The client's side of how a stream of datagrams begins: it asks, and the server answers.</summary>
public static class IperfUdpConnect
{
    private const int MostAttempts = 5;
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(1);

    /// <summary>Begins a stream from a port of its own.</summary>
    /// <exception cref="IperfException">The server does not answer.</exception>
    public static async Task<(IperfUdpStream Stream, IUdpSocket Socket)> ConnectAsync(
        IUdp udp, IpEndpoint server, IperfParameters parameters, TimeProvider clock, CancellationToken stop)
    {
        var answered = new TaskCompletionSource();
        IperfUdpStream? stream = null;
        var socket = udp.Bind(0, (IUdpSocket self, in Datagram datagram) =>
        {
            if (datagram.Path.Remote == server)
            {
                _ = answered.TrySetResult();
                stream!.Take(datagram.Payload);
            }
        });
        stream = new(socket, new(server), parameters, clock);
        for (var left = MostAttempts; left > 0; left--)
        {
            _ = socket.TrySend(new(server), IperfDatagram.Connect);
            try
            {
                await answered.Task.WaitAsync(AnswerTime, clock, stop);
                return (stream, socket);
            }
            catch (TimeoutException)
            {
                // It, or its answer, was lost.
            }
        }

        await socket.DisposeAsync();
        throw new IperfException($"{server} does not answer over UDP");
    }
}
