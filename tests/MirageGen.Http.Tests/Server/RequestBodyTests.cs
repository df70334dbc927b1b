using System.Buffers;
using System.Text;

namespace MirageGen.Http.Tests.Server;

/// <summary>Bodies of requests (RFC 9112 sections 6 and 7, RFC 9110 section 10.1.1).</summary>
public sealed class RequestBodyTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private static readonly string[] Framings =
        ["Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"];

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1;x=y\r\nh\r\n4\r\nello\r\n000\r\nA: b\r\n\r\n")]
    public void A_body_is_read_whole_and_the_next_request_follows(string rest) =>
        TestSite.RunConnection(Echo, async connection =>
        {
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal("hello", (await connection.AskAsync($"POST / HTTP/1.1\r\nHost: x\r\n{rest}")).Text);
            }
        });

    [Theory]
    [InlineData("Content-Length: 0\r\n\r\n")]
    [InlineData("\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    public void An_empty_body_is_empty(string rest) =>
        Assert.Equal(string.Empty, TestSite.Ask(Echo, $"POST / HTTP/1.1\r\nHost: x\r\n{rest}").Text);

    [Fact]
    public void A_body_is_streamed_both_ways() =>
        TestSite.RunConnection(
            http => http.MapPost("/", async exchange =>
            {
                exchange.Response.ContentType = "application/octet-stream";
                await exchange.Request.Body.CopyToAsync(exchange.Response.Body);
            }),
            async connection =>
            {
                var body = new byte[300_000];
                new Random(1).NextBytes(body);
                await connection.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {body.Length}\r\n\r\n");
                var sending = connection.SendAsync(body);
                Assert.Equal(body, (await connection.ReceiveAsync()).Body);
                await sending;

                await connection.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
                sending = SendChunksAsync(connection, body);
                Assert.Equal(body, (await connection.ReceiveAsync()).Body);
                await sending;
                Assert.Equal(404, (await connection.AskAsync("GET /x HTTP/1.1\r\nHost: x\r\n\r\n")).Status);
            });

    [Fact]
    public void A_reader_may_look_ahead_across_chunks() =>
        TestSite.RunConnection(
            http => http.MapPost("/", async exchange =>
            {
                var lines = new List<string>();
                while (await ReadLineAsync(exchange.Request) is { } line)
                {
                    lines.Add(line);
                }

                await exchange.Response.WriteAsync(string.Join('|', lines));
            }),
            async connection =>
            {
                Assert.Equal("one|two|three", (await connection.AskAsync("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\non\r\n4\r\ne\ntw\r\n1\r\no\r\n7\r\n\nthree\n\r\n0\r\n\r\n")).Text);
                Assert.Equal("one|two|three", (await connection.AskAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 14\r\n\r\none\ntwo\nthree\n")).Text);
            });

    [Fact]
    public void A_body_is_a_stream_too() =>
        Assert.Equal(
            "HELLO",
            TestSite.Ask(
                http => http.MapPost("/", async exchange =>
                {
                    var octets = new byte[100];
                    var length = await exchange.Request.Body.AsStream().ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false);
                    await exchange.Response.WriteAsync(Encoding.ASCII.GetString(octets, 0, length).ToUpperInvariant());
                }),
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello").Text);

    [Fact]
    public void Trailers_are_there_once_the_body_was_read()
    {
        string? before = "unset";
        var response = TestSite.Ask(
            http => http.MapPost("/", async exchange =>
            {
                before = exchange.Request.Trailers["Digest"];
                await exchange.Request.ReadAsBytesAsync();
                await exchange.Response.WriteAsync($"{exchange.Request.Trailers["Digest"]} {exchange.Request.Headers["Digest"] ?? "-"} {exchange.Request.Trailers.Count}");
            }),
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTrailer: Digest\r\n\r\n1\r\na\r\n0\r\nDigest: abc\r\nContent-Length: 7\r\n\r\n");

        Assert.Null(before);
        Assert.Equal("abc - 2", response.Text);
    }

    [Theory]
    [InlineData("X: y\r\n", 200)]
    [InlineData("X y\r\n", 400)]
    [InlineData(": y\r\n", 400)]
    public void Trailers_are_judged_like_fields(string trailer, int status) =>
        Assert.Equal(status, TestSite.Ask(Echo, $"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n{trailer}\r\n").Status);

    [Fact]
    public void A_trailer_section_has_the_bounds_of_a_head() =>
        TestSite.RunConnection(
            Echo,
            async connection =>
            {
                await connection.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: {new string('y', 2000)}\r\n\r\n");
                Assert.Equal(431, (await connection.ReceiveAsync()).Status);
                await connection.ExpectEndAsync();
            },
            new() { MaxHeadBytes = 1000 });

    [Fact]
    public void An_unread_body_is_passed_over_within_a_bound() =>
        TestSite.RunConnection(Ignore, async connection =>
        {
            Assert.Equal("ok", (await connection.AskAsync($"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50000\r\n\r\n{new string('a', 50_000)}")).Text);
            Assert.Equal("ok", (await connection.AskAsync($"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nc350\r\n{new string('a', 50_000)}\r\n0\r\n\r\n")).Text);
            Assert.Equal("hi", (await connection.AskAsync(Get)).Text);
        });

    [Fact]
    public void An_unread_body_beyond_the_bound_ends_the_connection_and_the_response_says_so() =>
        TestSite.RunConnection(Ignore, async connection =>
        {
            await connection.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
            var response = await connection.ReceiveAsync();
            Assert.Equal("ok", response.Text);
            Assert.Equal("close", response["Connection"]);
            await connection.ExpectEndAsync();
        });

    [Fact]
    public void An_unread_body_that_does_not_arrive_ends_the_connection() =>
        TestSite.RunConnection(Ignore, async connection =>
        {
            Assert.Equal("ok", (await connection.AskAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhello")).Text);
            await connection.ExpectEndAsync();
        });

    [Fact]
    public void An_unread_malformed_body_ends_the_connection_and_the_response_stands() =>
        TestSite.RunConnection(Ignore, async connection =>
        {
            Assert.Equal("ok", (await connection.AskAsync("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n\r\n" + Get)).Text);
            await connection.ExpectEndAsync();
        });

    [Fact]
    public void A_body_read_in_part_is_passed_over() =>
        TestSite.RunConnection(
            http =>
            {
                Ignore(http);
                http.MapPost("/part", async exchange =>
                {
                    var result = await exchange.Request.Body.ReadAsync();
                    var first = Encoding.ASCII.GetString(result.Buffer.Slice(0, 1));
                    exchange.Request.Body.AdvanceTo(result.Buffer.GetPosition(1));
                    await exchange.Response.WriteAsync(first);
                });
                http.MapPost("/held", async exchange =>
                {
                    await exchange.Request.Body.ReadAsync();
                    await exchange.Response.WriteAsync("held");
                });
            },
            async connection =>
            {
                foreach (var framing in Framings)
                {
                    Assert.Equal("h", (await connection.AskAsync($"POST /part HTTP/1.1\r\nHost: x\r\n{framing}")).Text);
                    Assert.Equal("held", (await connection.AskAsync($"POST /held HTTP/1.1\r\nHost: x\r\n{framing}")).Text);
                    Assert.Equal("hi", (await connection.AskAsync(Get)).Text);
                }
            });

    [Fact]
    public void A_chunked_body_has_a_bound() =>
        TestSite.RunConnection(
            Echo,
            async connection =>
            {
                Assert.Equal("0123456789", (await connection.AskAsync("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n")).Text);
                Assert.Equal(413, (await connection.AskAsync("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n0\r\n\r\n")).Status);
                await connection.ExpectEndAsync();
            },
            new() { MaxBodyBytes = 10 });

    [Fact]
    public void A_chunk_beyond_the_bound_is_refused_when_it_is_announced() =>
        TestSite.RunConnection(
            Echo,
            async connection =>
            {
                await connection.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n0123\r\n7\r\n");
                Assert.Equal(413, (await connection.ReceiveAsync()).Status);
                await connection.ExpectEndAsync();
            },
            new() { MaxBodyBytes = 10 });

    [Fact]
    public void A_body_of_known_length_beyond_the_bound_is_refused_before_it_is_sent() =>
        TestSite.RunConnection(
            Echo,
            async connection =>
            {
                await connection.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n");
                Assert.Equal(413, (await connection.ReceiveAsync()).Status);
                await connection.ExpectEndAsync();
            },
            new() { MaxBodyBytes = 10 });

    [Fact]
    public void A_route_may_have_a_bound_of_its_own()
    {
        static void Map(HttpServer http)
        {
            Echo(http);
            http.MapPost("/large", async exchange => await exchange.Response.WriteAsync(await exchange.Request.ReadAsStringAsync())).MaxBodyBytes = 20;
        }

        var options = new HttpServerOptions { MaxBodyBytes = 10 };
        const string Rest = " HTTP/1.1\r\nHost: x\r\nContent-Length: 15\r\n\r\n0123456789abcde";
        Assert.Equal(413, TestSite.Ask(Map, "POST /" + Rest, options).Status);
        Assert.Equal("0123456789abcde", TestSite.Ask(Map, "POST /large" + Rest, options).Text);
    }

    [Fact]
    public void A_client_that_ends_in_the_middle_of_a_body_gets_no_answer() =>
        TestSite.RunConnection(Echo, async connection =>
        {
            await connection.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhello");
            connection.EndSending();
            await connection.ExpectEndAsync();
        });

    [Fact]
    public void A_reader_that_does_not_read_holds_the_client_back()
    {
        var read = 0L;
        TestSite.Run(
            http => http.MapPost("/", async exchange =>
            {
                await Task.Delay(TimeSpan.FromSeconds(10), TestClock.Current);
                read = (await exchange.Request.ReadAsBytesAsync()).Length;
                await exchange.Response.WriteAsync("done");
            }),
            async site =>
            {
                TestClock.Current = site.ServerHost.Clock;
                await using var connection = await site.ConnectAsync();
                await connection.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n\r\n");
                var sending = connection.SendAsync(new byte[20_000_000]);
                await site.WaitAsync(5);
                Assert.False(sending.IsCompleted);
                await sending;
                Assert.Equal("done", (await connection.ReceiveAsync()).Text);
                Assert.Equal(20_000_000, read);
            });
    }

    [Fact]
    public void A_read_left_behind_resets_the_connection() =>
        TestSite.RunConnection(
            http => http.MapPost("/", exchange =>
            {
                _ = exchange.Request.Body.ReadAsync().AsTask();
                return default;
            }),
            async connection =>
            {
                await connection.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n");
                await Assert.ThrowsAsync<FlowResetException>(async () =>
                {
                    await connection.ReceiveAsync();
                    await connection.ReceiveAsync();
                });
            });

    private static void Echo(HttpServer http) => http.MapPost("/", async exchange =>
    {
        var body = await exchange.Request.ReadAsBytesAsync();
        await exchange.Response.WriteAsync(body);
    });

    private static void Ignore(HttpServer http)
    {
        http.MapPost("/", exchange => exchange.Response.WriteAsync("ok"));
        http.MapGet("/", exchange => exchange.Response.WriteAsync("hi"));
    }

    private static async Task<string?> ReadLineAsync(HttpRequest request)
    {
        while (true)
        {
            var result = await request.Body.ReadAsync();
            if (result.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.ASCII.GetString(result.Buffer.Slice(0, end));
                request.Body.AdvanceTo(result.Buffer.GetPosition(1, end));
                return line;
            }

            request.Body.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted)
            {
                return null;
            }
        }
    }

    private static async Task SendChunksAsync(TestConnection connection, byte[] body)
    {
        for (var offset = 0; offset < body.Length; offset += 7001)
        {
            var length = Math.Min(7001, body.Length - offset);
            await connection.SendAsync($"{length:X}\r\n");
            await connection.SendAsync(body.AsMemory(offset, length));
            await connection.SendAsync("\r\n");
        }

        await connection.SendAsync("0\r\n\r\n");
    }
}
