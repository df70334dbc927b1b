using System.Buffers;
using System.Net;
using System.Text;

namespace MirageGen.Http.Tests.Client;

/// <summary>What a request looks like on the wire, and how its body goes there.</summary>
public sealed class RequestSendingTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    [Fact]
    public void A_plain_request_is_minimal() => Sends(
        new(HttpMethod.Get, "HTTP://Server/a%20b?c=d?&e#fragment"),
        "GET /a%20b?c=d?&e HTTP/1.1\r\nHost: server\r\nUser-Agent: MirageGen\r\n\r\n");

    [Fact]
    public void Fields_are_sent_in_order()
    {
        var request = new HttpClientRequest(new HttpMethod("PROPFIND"), "http://server:80");
        request.Headers.Add("Accept", "text/html");
        request.Headers.Add("X", "1");
        request.Headers.Add("X", "2");
        request.Headers["User-Agent"] = "test/1";
        request.Headers["Host"] = "virtual.example:8080";
        request.Headers["Connection"] = "close";
        Sends(request, "PROPFIND / HTTP/1.1\r\nAccept: text/html\r\nX: 1\r\nX: 2\r\nUser-Agent: test/1\r\nHost: virtual.example:8080\r\nConnection: close\r\n\r\n");
    }

    [Fact]
    public void A_post_without_a_body_says_so() =>
        Sends(new(HttpMethod.Post, "http://server/"), "POST / HTTP/1.1\r\nHost: server\r\nUser-Agent: MirageGen\r\nContent-Length: 0\r\n\r\n");

    [Fact]
    public void Octets_are_sent_with_their_length()
    {
        var request = new HttpClientRequest(HttpMethod.Put, "http://server/");
        request.SetBody("grün");
        Sends(request, "PUT / HTTP/1.1\r\nHost: server\r\nUser-Agent: MirageGen\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 5\r\n\r\ngr\u00C3\u00BCn");
    }

    [Fact]
    public void A_body_of_unknown_length_is_sent_in_chunks_with_trailers()
    {
        var request = new HttpClientRequest(HttpMethod.Post, "http://server/");
        request.SetBody(async (body, stop) =>
        {
            body.Write("hello"u8);
            await body.FlushAsync(stop);
            body.Write(", "u8);
            body.Write("world"u8);
        });
        request.Trailers.Add("Sum", "1");
        Sends(
            request,
            "POST / HTTP/1.1\r\nHost: server\r\nUser-Agent: MirageGen\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7\r\n, world\r\n0\r\nSum: 1\r\n\r\n",
            until: "Sum: 1\r\n\r\n");
    }

    [Fact]
    public void A_written_body_of_known_length_is_sent_as_it_is()
    {
        var request = new HttpClientRequest(HttpMethod.Post, "http://server/");
        request.SetBody(
            async (body, stop) =>
            {
                await body.WriteAsync("hello"u8.ToArray(), stop);
                await body.WriteAsync("!"u8.ToArray(), stop);
            },
            length: 6);
        Sends(request, "POST / HTTP/1.1\r\nHost: server\r\nUser-Agent: MirageGen\r\nContent-Length: 6\r\n\r\nhello!");
    }

    [Fact]
    public void An_Ipv6_literal_is_a_host() => ClientSite.RunScript(
        async site =>
        {
            site.World.AddHost("six", "fd00::66").Start(
                new ScriptedServer(site.World.Hosts[^1], [async connection =>
                {
                    Assert.StartsWith("GET / HTTP/1.1\r\nHost: [fd00::66]\r\n", await connection.TakeRequestAsync());
                    await connection.SendAsync(Ok);
                    await connection.ExpectEndAsync();
                }]).RunAsync);
            var client = site.World.AddHost("client6", "fd00::67");
            await using var http = new HttpClient(client.Stack, client.Resolver, client.Clock);
            using var response = await http.GetAsync("http://[FD00:0::66]/");
            Assert.True(response.IsSuccess);
        });

    [Theory]
    [InlineData(4, "less")]
    [InlineData(7, "more")]
    public void A_written_body_must_keep_its_promise(int promised, string word) => ClientSite.RunScript(
        async site =>
        {
            var request = new HttpClientRequest(HttpMethod.Post, "http://server/");
            request.SetBody(async (body, stop) => await body.WriteAsync(new byte[word == "less" ? promised - 1 : promised + 1], stop), promised);
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => site.Http.SendAsync(request, site.World.Stop));
            Assert.Contains(word, error.Message, StringComparison.OrdinalIgnoreCase);
        },
        async connection => await Assert.ThrowsAsync<FlowResetException>(() => connection.TakeThroughAsync("never")));

    [Fact]
    public void A_request_can_be_sent_again_where_its_body_can() => ClientSite.RunScript(
        async site =>
        {
            var once = new HttpClientRequest(HttpMethod.Post, "http://server/");
            once.SetBody(async (body, stop) => await body.WriteAsync("once"u8.ToArray(), stop));
            await (await site.Http.SendAsync(once, site.World.Stop)).DisposeAsync();
            await Assert.ThrowsAsync<ArgumentException>(() => site.Http.SendAsync(once, site.World.Stop));
            var often = new HttpClientRequest(HttpMethod.Post, "http://server/");
            often.SetBody("often");
            await (await site.Http.SendAsync(often, site.World.Stop)).DisposeAsync();
            await (await site.Http.SendAsync(often, site.World.Stop)).DisposeAsync();
        },
        ScriptedConnection.AnswerAll(Ok, Ok, Ok));

    [Fact]
    public void What_the_writer_throws_arrives_where_the_response_is_awaited() => ClientSite.RunScript(
        async site =>
        {
            var request = new HttpClientRequest(HttpMethod.Post, "http://server/");
            request.SetBody(async (body, stop) =>
            {
                await body.WriteAsync("begun"u8.ToArray(), stop);
                await Task.Delay(TimeSpan.FromSeconds(1), site.ClientHost.Clock, stop);
                throw new FormatException("mine");
            });
            Assert.Equal("mine", (await Assert.ThrowsAsync<FormatException>(() => site.Http.SendAsync(request, site.World.Stop))).Message);
        },
        async connection => await Assert.ThrowsAsync<FlowResetException>(() => connection.TakeThroughAsync("never")));

    [Fact]
    public void Sending_and_receiving_go_on_side_by_side() => ClientSite.Run(
        server => server.MapPost("/", async exchange =>
        {
            while (true)
            {
                var read = await exchange.Request.Body.ReadAsync();
                foreach (var piece in read.Buffer)
                {
                    await exchange.Response.WriteAsync(piece);
                }

                exchange.Request.Body.AdvanceTo(read.Buffer.End);
                await exchange.Response.FlushAsync();
                if (read.IsCompleted)
                {
                    return;
                }
            }
        }),
        async site =>
        {
            var sent = new byte[2_000_000];
            site.World.Random.Fill(sent);
            using (var response = await site.Http.PostAsync("http://server/", sent))
            {
                Assert.Equal(sent, await response.ReadAsBytesAsync());
            }

            using var again = await site.Http.PostAsync("http://server/", "x"u8.ToArray());
            Assert.Equal("x", await again.ReadAsStringAsync());
            Assert.Equal(1, site.Http.ConnectionCount);
        },
        new() { MaxBodyBytes = 3_000_000 });

    [Fact]
    public void An_early_refusal_stops_the_sending() => ClientSite.RunScript(
        async site =>
        {
            var stopped = false;
            var request = new HttpClientRequest(HttpMethod.Post, "http://server/");
            request.SetBody(async (body, stop) =>
            {
                while (!(await body.WriteAsync(new byte[10_000], stop)).IsCompleted)
                {
                    stop.ThrowIfCancellationRequested();
                }

                stopped = true;
            });
            using var response = await site.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.Status);
            Assert.Equal("big", await response.ReadAsStringAsync());
            await site.WaitAsync(1);
            Assert.True(stopped || site.Http.ConnectionCount == 0);
        },
        async connection =>
        {
            await connection.TakeAsync(20_000);
            await connection.SendAsync("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
            await Task.Delay(TimeSpan.FromSeconds(5), connection.Clock, connection.Stop);
        });

    [Fact]
    public void An_expected_body_is_held_back_until_it_is_wanted() => ClientSite.RunScript(
        async site => Assert.Equal("ok", await PostExpectingAsync(site)),
        async connection =>
        {
            var head = await connection.TakeHeadAsync();
            Assert.Equal("100-continue", ScriptedConnection.Field(head, "Expect"));
            await Task.Delay(TimeSpan.FromSeconds(0.5), connection.Clock, connection.Stop);
            Assert.False(connection.Flow.Input.TryRead(out _));
            await connection.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
            Assert.Equal("body", await connection.TakeAsync(4));
            await connection.SendAsync(Ok);
            await connection.ExpectEndAsync();
        });

    [Fact]
    public void An_expected_body_is_sent_unbidden_after_a_while() => ClientSite.RunScript(
        async site => Assert.Equal("ok", await PostExpectingAsync(site)),
        async connection =>
        {
            await connection.TakeHeadAsync();
            Assert.Equal("body", await connection.TakeAsync(4));
            await connection.SendAsync(Ok);
            await connection.ExpectEndAsync();
        });

    [Fact]
    public void An_expected_body_that_is_not_wanted_is_not_sent() => ClientSite.RunScript(
        async site =>
        {
            Assert.Equal("no", await PostExpectingAsync(site));
            Assert.Equal("ok", await site.GetTextAsync("/"));
        },
        async connection =>
        {
            await connection.TakeHeadAsync();
            await connection.SendAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
            await connection.ExpectEndAsync();
        },
        ScriptedConnection.AnswerAll(Ok));

    [Fact]
    public void An_expectation_that_cannot_be_met_is_dropped() => ClientSite.RunScript(
        async site => Assert.Equal("ok", await PostExpectingAsync(site)),
        async connection =>
        {
            await connection.TakeHeadAsync();
            await connection.SendAsync("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
            await connection.ExpectEndAsync();
        },
        async connection =>
        {
            var request = await connection.TakeRequestAsync();
            Assert.Null(ScriptedConnection.Field(request, "Expect"));
            Assert.EndsWith("\r\n\r\nbody", request);
            await connection.SendAsync(Ok);
            await connection.ExpectEndAsync();
        });

    [Fact]
    public void Our_server_and_our_client_agree_on_expectations() => ClientSite.Run(
        server => server.MapPost("/", async exchange =>
        {
            var read = await exchange.Request.Body.ReadAtLeastAsync(4);
            await exchange.Response.WriteAsync(Encoding.ASCII.GetString(read.Buffer));
            exchange.Request.Body.AdvanceTo(read.Buffer.End);
        }),
        async site =>
        {
            Assert.Equal("body", await PostExpectingAsync(site));
            Assert.InRange(site.World.Now.TotalSeconds, 0, 0.5);
        });

    private static async Task<string> PostExpectingAsync(ClientSite site)
    {
        var request = new HttpClientRequest(HttpMethod.Post, "http://server/") { ExpectContinue = true };
        request.SetBody("body"u8.ToArray());
        using var response = await site.Http.SendAsync(request);
        return await response.ReadAsStringAsync();
    }

    private static void Sends(HttpClientRequest request, string expected, string? until = null) => ClientSite.RunScript(
        async site =>
        {
            using var response = await site.Http.SendAsync(request);
            Assert.True(response.IsSuccess);
        },
        async connection =>
        {
            Assert.Equal(expected, until is null ? await connection.TakeRequestAsync() : await connection.TakeThroughAsync(until));
            await connection.SendAsync(Ok);
            await connection.ExpectEndAsync();
        });
}
