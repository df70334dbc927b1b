/// <summary>Sends back whatever it receives, over TCP (RFC 862) and UDP.</summary>
[Unikernel(Summary = "Sends back what it receives, over TCP and UDP")]
public sealed class EchoServer(
    INetworkStack stack,
    [Argument("TCP and UDP port to serve on")] int port = 7007)
{
    public async Task RunAsync(CancellationToken stop)
    {
        // A datagram is answered in place: from the receive buffer into the send buffer, on the loop.
        await using var udp = stack.Udp.Bind(port, (IUdpSocket socket, in Datagram datagram) =>
            socket.TrySend(datagram.Path, datagram.Payload));

        // A connection is two pipes: what comes in goes out, no faster than the peer takes it.
        await stack.Tcp.ServeAsync(port, (flow, stop) => flow.Input.CopyToAsync(flow.Output, stop), stop);
    }
}
