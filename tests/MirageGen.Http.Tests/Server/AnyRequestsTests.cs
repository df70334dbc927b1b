using System.Globalization;
using System.Text;
using MirageGen.TestKit;

namespace MirageGen.Http.Tests.Server;

/// <summary>
/// Any requests, with any bodies in any framing, cut anywhere by the wire: each is answered, in order, with what was sent.
/// </summary>
public sealed class AnyRequestsTests
{
    private const int Worlds = 60;

    [Fact]
    public void Any_bodies_come_back_in_order() => World.RunMany(Worlds, async world =>
    {
        var site = TestSite.Start(world, Map, HttpServerOptions.Default);
        await world.DelayAsync(TimeSpan.FromMilliseconds(1));
        await using var connection = await site.ConnectAsync();
        var requests = Enumerable.Range(0, 1 + world.Random.NextInt32(12)).Select(_ => AnyRequest(world.Random)).ToList();
        var sending = SendAsync(connection, requests, world);
        foreach (var (_, expected) in requests)
        {
            var response = await connection.ReceiveAsync();
            Assert.Equal(200, response.Status);
            Assert.Equal(expected, response.Body);
        }

        await sending;
    });

    [Fact]
    public void A_body_on_a_request_that_needs_none_is_passed_over() => World.RunMany(10, async world =>
    {
        var site = TestSite.Start(world, Content.StaticSite.Embedded, HttpServerOptions.Default);
        await world.DelayAsync(TimeSpan.FromMilliseconds(1));
        await using var connection = await site.ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("0123456789", (await connection.AskAsync("GET /digits.txt HTTP/1.1\r\nHost: x\r\nContent-Length: 29\r\n\r\nGET /nothing HTTP/1.1\r\n\r\nxx\r\n")).Text);
            Assert.Equal("guide", (await connection.AskAsync("GET /docs/guide.md HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")).Text);
        }
    });

    [Fact]
    public void A_run_can_be_repeated() => World.RunReproducibly(async world =>
    {
        var site = TestSite.Start(world, Map, HttpServerOptions.Default);
        await world.DelayAsync(TimeSpan.FromMilliseconds(1));
        await using var connection = await site.ConnectAsync();
        var (octets, expected) = AnyRequest(world.Random);
        var sending = connection.SendAsync(octets);
        Assert.Equal(expected, (await connection.ReceiveAsync()).Body);
        await sending;
    });

    private static async Task SendAsync(TestConnection connection, List<(byte[] Octets, byte[] Expected)> requests, World world)
    {
        foreach (var (octets, _) in requests)
        {
            await connection.SendAsync(octets);
            if (world.Random.Chance(0.3))
            {
                await world.DelayAsync(world.Random.NextTimeSpan(TimeSpan.FromSeconds(1)));
            }
        }
    }

    private static (byte[] Octets, byte[] Expected) AnyRequest(SeededRandom random)
    {
        var body = new byte[random.Chance(0.1) ? random.NextInt32(200_000) : random.NextInt32(2_000)];
        random.Fill(body);
        var path = random.Pick("/copy", "/whole", "/known");
        var octets = new List<byte>();
        Add($"POST {path} HTTP/1.1\r\nHost: x\r\nX-Length: {body.Length}\r\n");
        if (random.Chance(0.5))
        {
            Add($"Content-Length: {body.Length}\r\n\r\n");
            octets.AddRange(body);
        }
        else
        {
            Add("Transfer-Encoding: chunked\r\n\r\n");
            for (var offset = 0; offset < body.Length;)
            {
                var length = Math.Min(body.Length - offset, 1 + random.NextInt32(5_000));
                Add(length.ToString(random.Chance(0.5) ? "x" : "X", CultureInfo.InvariantCulture) + (random.Chance(0.05) ? ";x=\"y\"" : string.Empty) + "\r\n");
                octets.AddRange(body.AsSpan(offset, length));
                Add("\r\n");
                offset += length;
            }

            Add(random.Chance(0.5) ? "0\r\n\r\n" : "0\r\nX-Trailer: y\r\n\r\n");
        }

        return ([.. octets], body);

        void Add(string text) => octets.AddRange(Encoding.ASCII.GetBytes(text));
    }

    private static void Map(HttpServer http)
    {
        http.MapPost("/copy", async exchange => await exchange.Request.Body.CopyToAsync(exchange.Response.Body));
        http.MapPost("/whole", async exchange => await exchange.Response.WriteAsync(await exchange.Request.ReadAsBytesAsync()));
        http.MapPost("/known", async exchange =>
        {
            exchange.Response.ContentLength = long.Parse(exchange.Request.Headers["X-Length"]!, CultureInfo.InvariantCulture);
            await exchange.Request.Body.AsStream().CopyToAsync(exchange.Response.Body.AsStream(leaveOpen: true));
        });
    }
}
