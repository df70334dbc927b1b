using System.Buffers;
using System.Text;
using MirageGen.Http.Tests.Content;
using MirageGen.TestKit;

namespace MirageGen.Http.Tests.Server;

/// <summary>A whole server, from the octets of a request to the octets of its response, allocates nothing per request.</summary>
public sealed class AllocationTests
{
    private const string Browser =
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8\r\n"
        + "Accept-Language: en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nConnection: keep-alive\r\nCookie: a=b; c=d\r\n";

    [Theory]
    [InlineData("/digits.txt", "")]
    [InlineData("/", "")]
    [InlineData("/docs/", "")]
    [InlineData("/page.html", Browser)]
    [InlineData("/medium.bin", "")]
    [InlineData("/digits.txt", "If-None-Match: *\r\n")]
    [InlineData("/medium.bin", "Range: bytes=100-20000\r\n")]
    [InlineData("/hello", "")]
    [InlineData("/users/7/posts", Browser)]
    [InlineData("/nothing", "")]
    [InlineData("/%64igits.txt", "")]
    public void A_request_allocates_nothing(string path, string fields) => Run($"GET {path} HTTP/1.1\r\nHost: x\r\n{fields}\r\n", 1);

    [Fact]
    public void Pipelined_requests_allocate_nothing() => Run("GET /digits.txt HTTP/1.1\r\nHost: x\r\n\r\n", 32);

    [Fact]
    public void Head_requests_allocate_nothing() => Run("HEAD /medium.bin HTTP/1.1\r\nHost: x\r\n\r\n", 1);

    private static void Run(string request, int count) =>
        World.Run(
            WorldOptions.Default with { TraceOctets = 1024 },
            async world =>
            {
                var octets = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(request, count)));
                var serverHost = world.AddHost("server");
                var clientHost = world.AddHost("client");
                world.Link(serverHost, clientHost).Wire = SimulatedWire.Ideal;
                var server = new HttpServer(serverHost.Stack, serverHost.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<HttpServer>.Instance);
                server.MapFiles("/", StaticSite.MakeEmbedded().With("medium.bin", new byte[50_000]));
                server.MapGet("/hello", exchange => exchange.Response.WriteAsync("hello, world"u8));
                server.MapGet("/users/{id}/posts", exchange => exchange.Response.WriteAsync(exchange.Request.PathOctets));
                serverHost.Start(stop => server.RunAsync(80, stop), "server");
                await using var flow = await clientHost.Tcp.ConnectAsync(new IpEndpoint(serverHost.Address, 80), world.Stop);
                var expected = await MeasureResponseAsync(flow, octets, world);
                await Allocations.NoneAsync(rounds => ExchangeAsync(flow, octets, expected, rounds));
            });

    /// <summary>How long the response is: what comes within a virtual moment.</summary>
    private static async Task<long> MeasureResponseAsync(ITcpFlow flow, byte[] octets, World world)
    {
        flow.Output.Write(octets);
        await flow.Output.FlushAsync();
        await world.DelayAsync(TimeSpan.FromMilliseconds(100));
        Assert.True(flow.Input.TryRead(out var result));
        var length = result.Buffer.Length;
        flow.Input.AdvanceTo(result.Buffer.End);
        return length;
    }

    /// <summary>One method for all rounds, because an async method allocates when it first has to wait.</summary>
    private static async Task ExchangeAsync(ITcpFlow flow, byte[] octets, long expected, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            flow.Output.Write(octets);
            await flow.Output.FlushAsync();
            for (var left = expected; left > 0;)
            {
                var result = await flow.Input.ReadAsync();
                left -= result.Buffer.Length;
                flow.Input.AdvanceTo(result.Buffer.End);
            }
        }
    }
}
