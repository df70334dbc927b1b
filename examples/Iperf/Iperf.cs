using System.ComponentModel.DataAnnotations;
using MirageGen.Composition;

/// <summary>
/// Measures TCP and UDP with iperf3's own protocol: serves iperf3's client, or with <c>--server</c> is the client of an iperf3 server
/// or of another of these.
/// </summary>
[Unikernel(Summary = "Measures the throughput of TCP and UDP, with the protocol of iperf3")]
public sealed class Iperf(
    INetworkStack stack,
    TimeProvider clock,
    IRandom random,
    IConsole console,
    [Argument("Server to measure against; without it, this is one")] IpAddress? server = null,
    [Argument("Port of the server")] int port = 5201,
    [Argument("Seconds to measure for")] int time = 10,
    [Argument("Streams to measure with at once, in each direction")] int parallel = 1,
    [Argument("Has the server send")] bool reverse = false,
    [Argument("Has both send at once")] bool bidir = false,
    [Argument("Measures with datagrams")] bool udp = false,
    [Argument("With datagrams: bits a second of each stream, 0 for as many as there can be")] long rate = 1_048_576,
    [Argument("With datagrams: octets of each"), Range(IperfDatagram.LeastOctets, IperfDatagram.MostOctets)] int length = IperfDatagram.DefaultOctets)
{
    public Task RunAsync(CancellationToken stop)
    {
        if (server is not { } address)
        {
            console.WriteLine($"serving on port {port}");
            return stack.Tcp.ServeAsync(port, new IperfServer(stack, port, clock, console).ServeAsync, stop);
        }

        if (reverse && bidir)
        {
            throw new BootArgumentException("--bidir: has the server send as well as this end; --reverse is for the server alone");
        }

        var parameters = new IperfParameters
        {
            Tcp = !udp,
            Udp = udp,
            Time = time,
            Parallel = parallel,
            Reverse = reverse,
            Bidirectional = bidir,
            Len = udp ? length : IperfTcpStream.BlockOctets,
            Bandwidth = udp ? rate : 0,
        };
        return new IperfClient(stack, clock, random, console).RunAsync(new(address, port), parameters, stop);
    }
}
