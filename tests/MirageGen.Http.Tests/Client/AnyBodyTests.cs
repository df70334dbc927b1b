using System.Globalization;
using CsCheck;
using Microsoft.Extensions.Logging;
using MirageGen.TestKit;

namespace MirageGen.Http.Tests.Client;

/// <summary>Whatever the body, the chunks and the segments on the wire: what arrives is what was sent.</summary>
public sealed class AnyBodyTests
{
    private static readonly Gen<byte[]> Bodies = Gen.OneOf(Gen.Byte.Array[0, 64], Gen.Byte.Array[0, 20_000]);

    /// <summary>Sizes of pieces, used over and over.</summary>
    private static readonly Gen<int[]> Sizes = Gen.OneOf(Gen.Int[1, 4], Gen.Int[1, 3000]).Array[1, 8];

    [Fact]
    public void Any_body_in_any_chunks_and_segments_arrives_intact() =>
        Gen.Select(Bodies, Sizes, Sizes, Gen.UInt).Sample(
            (body, chunks, segments, seed) => Exchange(seed, Chunked(body, chunks), segments, body), iter: 150, threads: 1);

    [Fact]
    public void Any_body_of_known_length_in_any_segments_arrives_intact() =>
        Gen.Select(Bodies, Sizes, Gen.UInt).Sample(
            (body, segments, seed) => Exchange(
                seed,
                [.. System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n")), .. body],
                segments,
                body),
            iter: 100,
            threads: 1);

    [Fact]
    public void Any_written_body_comes_back_from_our_server() =>
        Gen.Select(Bodies, Sizes, Gen.Bool, Gen.UInt).Sample((body, pieces, isLengthKnown, seed) => Echo(seed, body, pieces, isLengthKnown), iter: 100, threads: 1);

    private static void Exchange(uint seed, byte[] response, int[] segments, byte[] body) => World.Run(
        seed,
        world => ClientSite.RunScriptAsync(
            world,
            async site =>
            {
                for (var i = 0; i < 2; i++)
                {
                    using var received = await site.Http.GetAsync("http://server/");
                    Assert.Equal(body, await received.ReadAsBytesAsync());
                }

                Assert.Equal(1, site.Script.Accepted);
            },
            async connection =>
            {
                for (var i = 0; i < 2; i++)
                {
                    await connection.TakeRequestAsync();
                    foreach (var piece in Pieces(response, segments))
                    {
                        await connection.SendAsync(piece);
                        if (piece.Length > 100)
                        {
                            await Task.Delay(TimeSpan.FromMilliseconds(1), connection.Clock, connection.Stop);
                        }
                    }
                }

                await connection.ExpectEndAsync();
            }));

    private static void Echo(uint seed, byte[] body, int[] pieces, bool isLengthKnown) => World.Run(
        seed,
        async world =>
        {
            var serverHost = world.AddHost("server");
            var clientHost = world.AddHost("client");
            var server = new HttpServer(serverHost.Stack, serverHost.Clock, serverHost.Logs.CreateLogger<HttpServer>());
            server.MapPost("/", EchoAsync);
            serverHost.Start(stop => server.RunAsync(80, stop));
            await using var http = new HttpClient(clientHost.Stack, clientHost.Resolver, clientHost.Clock);
            var request = new HttpClientRequest(HttpMethod.Post, "http://server/");
            request.SetBody(
                async (writer, stop) =>
                {
                    foreach (var piece in Pieces(body, pieces))
                    {
                        await writer.WriteAsync(piece, stop);
                    }
                },
                isLengthKnown ? body.Length : null);
            using var response = await http.SendAsync(request);
            Assert.Equal(body, await response.ReadAsBytesAsync());
        });

    private static async ValueTask EchoAsync(HttpExchange exchange)
    {
        while (true)
        {
            var read = await exchange.Request.Body.ReadAsync();
            foreach (var piece in read.Buffer)
            {
                await exchange.Response.WriteAsync(piece);
            }

            exchange.Request.Body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private static byte[] Chunked(byte[] body, int[] chunks)
    {
        var response = new List<byte>("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray());
        foreach (var piece in Pieces(body, chunks))
        {
            response.AddRange(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{piece.Length:X}\r\n")));
            response.AddRange(piece.ToArray());
            response.AddRange("\r\n"u8);
        }

        response.AddRange("0\r\n\r\n"u8);
        return [.. response];
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(byte[] octets, int[] sizes)
    {
        // Small pieces alone would take long: from the hundredth on they are larger.
        for (int start = 0, i = 0; start < octets.Length; i++)
        {
            var size = Math.Min(Math.Max(sizes[i % sizes.Length], i > 100 ? 1000 : 1), octets.Length - start);
            yield return octets.AsMemory(start, size);
            start += size;
        }
    }
}
