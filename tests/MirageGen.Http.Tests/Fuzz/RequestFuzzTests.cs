using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using MirageGen.Http.Tests.Content;
using MirageGen.Http.Tests.Wire;
using MirageGen.Http.Wire;
using MirageGen.TestKit;

namespace MirageGen.Http.Tests.Fuzz;

/// <summary>
/// Mutated requests. Whatever arrives: the parser says the same at every split, the server answers with well-formed
/// responses or not at all, logs no error, ends the connection in time, and serves the next client.
/// </summary>
public sealed class RequestFuzzTests
{
    private const int ParserRuns = 4_000;
    private const int ServerRuns = 400;

    public static TheoryData<string> Corpus() =>
        [.. Directory.EnumerateFiles(CorpusFolder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    private static string CorpusFolder => Path.Combine(AppContext.BaseDirectory, "Fuzz", "Corpus");

    [Fact]
    public void The_parser_says_the_same_of_mutated_heads_at_every_split()
    {
        foreach (var seed in new FuzzBudget(ParserRuns).Seeds())
        {
            var random = new SeededRandom(seed);
            CheckParser(Mutator.Make(random), random, $"seed {seed}");
        }
    }

    [Fact]
    public void The_server_stands_mutated_requests()
    {
        foreach (var seed in new FuzzBudget(ServerRuns).Seeds())
        {
            // A failure names the seed of its world, which makes the same input again.
            World.Run(seed, world => AttackAsync(world, Mutator.Make(world.Random)));
        }
    }

    [Theory]
    [MemberData(nameof(Corpus))]
    public void What_is_in_the_corpus_makes_no_trouble(string file)
    {
        var octets = File.ReadAllBytes(Path.Combine(CorpusFolder, file));
        CheckParser(octets, new SeededRandom(1), file);
        World.Run(1, world => AttackAsync(world, octets));
    }

    private static void CheckParser(byte[] octets, SeededRandom random, string source)
    {
        var limits = new HeadLimits(1024, 4096, 20);
        var whole = ParsedHead.Describe(octets, [], limits);
        for (var i = 0; i < 8; i++)
        {
            int[] splits = [.. Enumerable.Range(0, 3).Select(_ => random.NextInt32(octets.Length + 1)).Order()];
            Assert.True(
                whole == ParsedHead.Describe(octets, splits, limits),
                $"{source}: the head means something else when it is split at {string.Join(", ", splits)}");
        }
    }

    private static async Task AttackAsync(World world, byte[] octets)
    {
        var site = TestSite.Start(world, Map, new() { MaxBodyBytes = 10_000, MaxHeadBytes = 4096, StopTimeout = TimeSpan.FromSeconds(5) });
        await world.DelayAsync(TimeSpan.FromMilliseconds(1));
        await using (var connection = await site.ConnectAsync())
        {
            var received = await ReceiveAsync(connection, octets);
            AssertResponses(received);
        }

        await using var other = await site.ConnectAsync();
        Assert.Equal("0123456789", (await other.AskAsync("GET /digits.txt HTTP/1.1\r\nHost: x\r\n\r\n")).Text);
        Assert.DoesNotContain(site.ServerHost.Logs.Entries, entry => entry.Level >= LogLevel.Warning);
        Assert.InRange(world.Now.TotalSeconds, 0, 300);
    }

    private static async Task<byte[]> ReceiveAsync(TestConnection connection, byte[] octets)
    {
        var sending = SendAsync(connection, octets);
        try
        {
            return Encoding.Latin1.GetBytes(await connection.ReceiveToEndAsync());
        }
        catch (FlowResetException)
        {
            // Its right, with a client that sends such things.
            return [];
        }
        finally
        {
            await sending;
        }
    }

    private static async Task SendAsync(TestConnection connection, byte[] octets)
    {
        try
        {
            await connection.SendAsync(octets);
            if (octets.Length % 2 == 0)
            {
                connection.EndSending();
            }
        }
        catch (FlowResetException)
        {
            // The server did not want the rest.
        }
    }

    /// <summary>Everything that came is whole responses, but for a body after HEAD that a test reader cannot tell from none.</summary>
    private static void AssertResponses(ReadOnlySpan<byte> received)
    {
        while (!received.IsEmpty)
        {
            Assert.True(received.StartsWith("HTTP/1.1 "u8), $"no response: {Encoding.Latin1.GetString(received)}");
            var isHead = IsWithoutBody(received);
            var response = TestResponse.TryRead(received, isEnd: true, isHead, out var consumed);
            Assert.True(response is not null, $"half a response: {Encoding.Latin1.GetString(received)}");
            received = received[consumed..];
        }
    }

    private static bool IsWithoutBody(ReadOnlySpan<byte> received)
    {
        var headEnd = received.IndexOf("\r\n\r\n"u8) + 4;
        return headEnd < 4 || received[headEnd..].IsEmpty || received[headEnd..].StartsWith("HTTP/1.1 "u8);
    }

    private static void Map(HttpServer http)
    {
        StaticSite.Embedded(http);
        http.MapPost("/echo", async exchange => await exchange.Response.WriteAsync(await exchange.Request.ReadAsBytesAsync()));
        http.MapPut("/ignore", exchange => exchange.Response.SendStatusAsync(HttpStatusCode.Accepted));
        http.MapDelete("/users/{**name}", exchange => exchange.Response.WriteAsync(
            $"{exchange.Request.Path} {exchange.Request.Route("name")} {exchange.Request.Query("q")} {exchange.Request.Host}"));
    }
}
