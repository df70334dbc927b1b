using System.Text;
using MirageGen.TestKit;

namespace MirageGen.Http.Tests.Client;

/// <summary>
/// Mutated responses: whatever arrives, the exchange ends in time with a response or an <see cref="HttpClientException"/>,
/// and nothing is left. <c>MIRAGEGEN_FUZZ_SECONDS</c> fuzzes longer than the ordinary run.
/// </summary>
public sealed class ResponseFuzzTests
{
    private const int OrdinaryRuns = 400;

    private static readonly string[] Corpus =
    [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n6\r\n world\r\n0\r\nTrailer-Field: x\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n\r\n",
        "HTTP/1.0 302 Found\r\nLocation: /next?a=%20\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\nContent-Length: 12\r\n\r\nHTTP/1.1 200 OK\r\n\r\nup to the end",
    ];

    private static readonly string[] Tokens =
    [
        "\r\n", "\r", "\n", "\0", " ", "\t", ":", ",", ";", "HTTP/1.1 ", "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n",
        "Connection: close\r\n", "0\r\n\r\n", "FFFFFFFFFFFFFFF", "18446744073709551616", "-1", "\u00FF", "HTTP/1.1 101 x\r\n\r\n",
        "Location: http://server/\r\n", "Location: //\r\n",
    ];

    [Fact]
    public void Mutated_responses_neither_crash_nor_hang_nor_leak()
    {
        foreach (var seed in new FuzzBudget(OrdinaryRuns).Seeds())
        {
            World.Run(seed, FuzzAsync);
        }
    }

    private static Task FuzzAsync(World world)
    {
        const int MostConnections = 64;
        Func<ScriptedConnection, Task> script = connection => AnswerAsync(connection, Mutate(world.Random));
        return ClientSite.RunScriptAsync(
            world,
            async site =>
            {
                site.Http.Options = new() { MaxRedirects = 3, MaxBufferedBytes = 10_000 };
                for (var i = 0; i < 8; i++)
                {
                    await AskAsync(site, i);
                }

                Assert.InRange(world.Now.TotalSeconds, 0, 8 * 65);
            },
            [.. Enumerable.Repeat(script, MostConnections)]);
    }

    private static async Task AskAsync(ClientSite site, int index)
    {
        try
        {
            using var response = index % 4 == 3
                ? await site.Http.HeadAsync("http://server/")
                : await site.Http.GetAsync("http://server/");
            if (index % 2 == 0)
            {
                Assert.InRange((await response.ReadAsStringAsync()).Length, 0, 10_000);
            }
        }
        catch (HttpClientException error)
        {
            Assert.StartsWith("cannot ", error.Message);
        }
    }

    private static async Task AnswerAsync(ScriptedConnection connection, byte[] response)
    {
        try
        {
            while (true)
            {
                await connection.TakeHeadAsync();
                await connection.SendAsync(response);
                if (response.Length % 3 == 0)
                {
                    return;
                }
            }
        }
        catch (FlowResetException)
        {
            // The client has had enough, as it may.
        }
    }

    private static byte[] Mutate(SeededRandom random)
    {
        var octets = new List<byte>(Encoding.Latin1.GetBytes(Corpus[random.NextInt32(Corpus.Length)]));
        for (var count = random.NextInt32(4); count > 0; count--)
        {
            var at = random.NextInt32(octets.Count + 1);
            switch (random.NextInt32(5))
            {
                case 0 when at < octets.Count:
                    octets[at] ^= (byte)(1 << random.NextInt32(8));
                    break;
                case 1 when at < octets.Count:
                    octets.RemoveRange(at, Math.Min(octets.Count - at, 1 + random.NextInt32(8)));
                    break;
                case 2:
                    octets.InsertRange(at, Encoding.Latin1.GetBytes(Tokens[random.NextInt32(Tokens.Length)]));
                    break;
                case 3:
                    octets.InsertRange(at, octets.GetRange(0, at));
                    break;
                default:
                    octets.RemoveRange(at, octets.Count - at);
                    break;
            }
        }

        return [.. octets];
    }
}
