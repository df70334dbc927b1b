using System.Buffers;
using System.Net;
using System.Text;

namespace MirageGen.Http.Tests.Server;

/// <summary>What handlers make of their response.</summary>
public sealed class ResponseTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    [Fact]
    public void A_handler_that_writes_nothing_answers_with_an_empty_body()
    {
        var response = Answer(exchange => default);
        Assert.Equal(200, response.Status);
        Assert.Equal("0", response["Content-Length"]);
    }

    [Fact]
    public void A_response_beyond_the_bound_is_sent_in_chunks()
    {
        var text = new string('x', 100_000);
        var response = Answer(exchange => exchange.Response.WriteAsync(text));
        Assert.Equal("chunked", response["Transfer-Encoding"]);
        Assert.Null(response["Content-Length"]);
        Assert.Equal(text, response.Text);
    }

    [Fact]
    public void Many_small_writes_are_sent_as_one_body()
    {
        var response = Answer(async exchange =>
        {
            for (var i = 0; i < 1000; i++)
            {
                await exchange.Response.WriteAsync("0123456789");
            }
        });
        Assert.Equal("10000", response["Content-Length"]);
        Assert.Equal(10_000, response.Body.Length);
    }

    [Fact]
    public void A_known_length_is_sent_without_chunks()
    {
        var response = Answer(async exchange =>
        {
            exchange.Response.ContentLength = 200_000;
            for (var i = 0; i < 20; i++)
            {
                await exchange.Response.WriteAsync(new string((char)('a' + i), 10_000));
            }
        });
        Assert.Equal("200000", response["Content-Length"]);
        Assert.Null(response["Transfer-Encoding"]);
        Assert.Equal(200_000, response.Body.Length);
        Assert.Equal((byte)'t', response.Body[^1]);
    }

    [Fact]
    public void A_flush_sends_what_there_is() =>
        TestSite.RunConnection(
            http => http.MapGet("/", async exchange =>
            {
                await exchange.Response.WriteAsync("first");
                await exchange.Response.FlushAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, TestClock.Current, exchange.Aborted);
            }),
            async connection =>
            {
                TestClock.Current = TimeProvider.System;
                await connection.SendAsync(Get);
                var text = string.Empty;
                while (!text.EndsWith("5\r\nfirst\r\n", StringComparison.Ordinal))
                {
                    var result = await connection.Flow.Input.ReadAsync();
                    text += Encoding.ASCII.GetString(result.Buffer.ToArray());
                    connection.Flow.Input.AdvanceTo(result.Buffer.End);
                }
            });

    [Fact]
    public void Trailers_follow_the_last_chunk()
    {
        var response = Answer(async exchange =>
        {
            await exchange.Response.WriteAsync("body");
            await exchange.Response.FlushAsync();
            exchange.Response.Trailers["Digest"] = "abc";
        });
        Assert.Equal("body", response.Text);
        Assert.Equal(["Digest: abc"], response.Trailers);
    }

    [Fact]
    public void An_old_client_gets_a_stream_of_unknown_length_up_to_the_end_of_the_connection() =>
        TestSite.RunConnection(
            http => http.MapGet("/", exchange => exchange.Response.WriteAsync(new string('x', 100_000))),
            async connection =>
            {
                var response = await connection.AskAsync("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
                Assert.Equal(100_000, response.Body.Length);
                Assert.Null(response["Transfer-Encoding"]);
                Assert.Null(response["Content-Length"]);
                Assert.Equal("close", response["Connection"]);
            });

    [Theory]
    [InlineData(204)]
    [InlineData(304)]
    public void A_status_without_body_has_neither_body_nor_length(int status) =>
        TestSite.RunConnection(
            http => http.MapGet("/", exchange =>
            {
                exchange.Response.Status = (HttpStatusCode)status;
                return default;
            }),
            async connection =>
            {
                for (var i = 0; i < 2; i++)
                {
                    var response = await connection.AskAsync(Get);
                    Assert.Equal(status, response.Status);
                    Assert.Null(response["Content-Length"]);
                    Assert.Null(response["Transfer-Encoding"]);
                }
            });

    [Theory]
    [InlineData(204)]
    [InlineData(205)]
    [InlineData(304)]
    public void A_body_for_a_status_without_one_is_an_error(int status) =>
        Assert.Equal(
            500,
            Answer(exchange =>
            {
                exchange.Response.Status = (HttpStatusCode)status;
                return exchange.Response.WriteAsync("body");
            }).Status);

    [Fact]
    public void A_reset_of_content_tells_that_it_has_none()
    {
        var response = Answer(async exchange =>
        {
            await exchange.Response.WriteAsync("dropped");
            exchange.Response.Status = HttpStatusCode.ResetContent;
        });
        Assert.Equal(205, response.Status);
        Assert.Equal("0", response["Content-Length"]);
        Assert.Equal(205, Answer(exchange => exchange.Response.SendStatusAsync(HttpStatusCode.ResetContent)).Status);
    }

    [Fact]
    public void Fields_are_sent_as_they_were_set()
    {
        var response = Answer(exchange =>
        {
            var headers = exchange.Response.Headers;
            headers["X-One"] = "1";
            headers["X-Two"] = "2";
            headers["x-one"] = "one";
            headers.Add("Set-Cookie", "a=b");
            headers.Add("Set-Cookie", "c=d");
            headers["X-Two"] = null;
            headers["Date"] = "Sun, 06 Nov 1994 08:49:37 GMT";
            exchange.Response.Redirect("/elsewhere");
            return default;
        });
        Assert.Equal(302, response.Status);
        Assert.Equal("one", response["X-One"]);
        Assert.Null(response["X-Two"]);
        Assert.Equal(["a=b", "c=d"], response.Fields.Where(field => field.Key == "Set-Cookie").Select(field => field.Value));
        Assert.Equal("Sun, 06 Nov 1994 08:49:37 GMT", response["Date"]);
        Assert.Equal("/elsewhere", response["Location"]);
    }

    [Theory]
    [InlineData("X", "a\r\nSet-Cookie: b")]
    [InlineData("X", "a\nb")]
    [InlineData("X", "a\0")]
    [InlineData("X", "\u00FC")]
    [InlineData("X\r\n", "a")]
    [InlineData("X Y", "a")]
    [InlineData("X:", "a")]
    [InlineData("", "a")]
    [InlineData("\u00FC", "a")]
    [InlineData("Content-Length", "-1")]
    [InlineData("Content-Length", "a")]
    [InlineData("Transfer-Encoding", "chunked")]
    public void A_field_cannot_smuggle_another(string name, string value) =>
        Assert.Equal(
            "caught",
            Answer(exchange =>
            {
                Assert.ThrowsAny<ArgumentException>(() => exchange.Response.Headers.Add(name, value));
                return exchange.Response.WriteAsync("caught");
            }).Text);

    [Fact]
    public void A_length_may_be_set_as_a_field()
    {
        var response = Answer(exchange =>
        {
            exchange.Response.Headers["Content-Length"] = "100000";
            return exchange.Response.WriteAsync(new string('x', 100_000));
        });
        Assert.Equal("100000", response["Content-Length"]);
        Assert.Null(response["Transfer-Encoding"]);
    }

    [Fact]
    public void A_handler_may_close_the_connection() =>
        TestSite.RunConnection(
            http => http.MapGet("/", exchange =>
            {
                exchange.Response.Headers["Connection"] = "close";
                return exchange.Response.WriteAsync("bye");
            }),
            async connection =>
            {
                Assert.Equal("close", (await connection.AskAsync(Get))["Connection"]);
                await connection.ExpectEndAsync();
            });

    [Fact]
    public void Nothing_of_the_head_can_be_changed_once_it_was_sent() =>
        Assert.Equal(
            "ab",
            Answer(async exchange =>
            {
                await exchange.Response.WriteAsync("a");
                await exchange.Response.FlushAsync();
                Assert.True(exchange.Response.HasStarted);
                Assert.Throws<InvalidOperationException>(() => exchange.Response.Status = HttpStatusCode.NotFound);
                Assert.Throws<InvalidOperationException>(() => exchange.Response.Headers["X"] = "y");
                Assert.Throws<InvalidOperationException>(() => exchange.Response.ContentLength = 5);
                await Assert.ThrowsAsync<InvalidOperationException>(async () => await exchange.Response.SendStatusAsync(HttpStatusCode.OK));
                await exchange.Response.WriteAsync("b");
            }).Text);

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(199)]
    [InlineData(600)]
    public void A_status_is_a_final_one(int status) =>
        Assert.Equal(
            200,
            Answer(exchange =>
            {
                Assert.Throws<ArgumentOutOfRangeException>(() => exchange.Response.Status = (HttpStatusCode)status);
                return default;
            }).Status);

    [Fact]
    public void An_exchange_cannot_be_used_after_its_handler_has_ended() =>
        TestSite.Run(
            http =>
            {
                http.MapGet("/", exchange =>
                {
                    Kept.Value = exchange;
                    return default;
                });
            },
            async site =>
            {
                await using var connection = await site.ConnectAsync();
                await connection.AskAsync(Get);
                await site.WaitAsync(1);
                Assert.Throws<InvalidOperationException>(() => Kept.Value!.RemoteEndpoint);
                Assert.Throws<InvalidOperationException>(() => Kept.Value!.Abort("late"));
                await Assert.ThrowsAsync<InvalidOperationException>(async () => await Kept.Value!.Request.Body.ReadAsync(site.World.Stop));
                await Assert.ThrowsAsync<InvalidOperationException>(async () => await Kept.Value!.Response.WriteAsync("late"));
            });

    [Fact]
    public void What_never_changes_is_sent_as_it_is()
    {
        var text = Encoding.ASCII.GetBytes(new string('x', 50_000));
        Assert.Equal(text, Answer(exchange => exchange.Response.WriteImmutableAsync(text)).Body);
        Assert.Equal(
            text,
            Answer(exchange =>
            {
                exchange.Response.ContentLength = text.Length;
                return exchange.Response.WriteImmutableAsync(text);
            }).Body);
        Assert.Equal("short", Answer(exchange => exchange.Response.WriteImmutableAsync("short"u8.ToArray())).Text);
    }

    private static TestResponse Answer(HttpHandler handler) => TestSite.Ask(http => http.MapGet("/", handler), Get);

    private static class Kept
    {
        [ThreadStatic]
        internal static HttpExchange? Value;
    }
}
