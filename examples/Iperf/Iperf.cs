/// <summary>
/// Measures TCP with iperf3's own protocol: serves iperf3's client, or with <c>--server</c> is the client of an iperf3 server
/// or of another of these.
/// </summary>
[Unikernel(Summary = "Measures TCP throughput, with the protocol of iperf3")]
public sealed class Iperf(
    INetworkStack stack,
    TimeProvider clock,
    IRandom random,
    IConsole console,
    [Argument("Server to measure against; without it, this is one")] IpAddress? server = null,
    [Argument("TCP port of the server")] int port = 5201,
    [Argument("Seconds to measure for")] int time = 10,
    [Argument("Connections to measure with at once")] int parallel = 1,
    [Argument("Has the server send")] bool reverse = false)
{
    public Task RunAsync(CancellationToken stop)
    {
        if (server is not { } address)
        {
            console.WriteLine($"serving on port {port}");
            return stack.Tcp.ServeAsync(port, new IperfServer(clock, console).ServeAsync, stop);
        }

        var parameters = new IperfParameters { Tcp = true, Time = time, Parallel = parallel, Reverse = reverse };
        return new IperfClient(stack.Tcp, clock, random, console).RunAsync(new(address, port), parameters, stop);
    }
}
