using System.Net;

namespace MirageGen.Http.Tests.Server;

/// <summary>Requests and responses on one connection (RFC 9110 sections 9 and 15, RFC 9112 section 9).</summary>
public sealed class BasicsTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    [Fact]
    public void A_short_response_tells_its_length()
    {
        var response = TestSite.Ask(
            http => http.MapGet("/hello/{name}", exchange => exchange.Response.WriteAsync($"Hello {exchange.Request.Route("name")}")),
            "GET /hello/Anna HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.Equal(200, response.Status);
        Assert.Equal("Hello Anna", response.Text);
        Assert.Equal("10", response["Content-Length"]);
        Assert.Equal("text/plain; charset=utf-8", response["Content-Type"]);
        Assert.Equal("Thu, 01 Jan 2026 00:00:00 GMT", response["Date"]);
        Assert.Null(response["Connection"]);
    }

    [Fact]
    public void A_connection_carries_one_request_after_the_other() =>
        TestSite.RunConnection(Greeting, async connection =>
        {
            for (var i = 0; i < 5; i++)
            {
                Assert.Equal("hi", (await connection.AskAsync(Get)).Text);
            }
        });

    [Fact]
    public void A_request_may_arrive_octet_by_octet() =>
        TestSite.RunConnection(Greeting, async connection =>
        {
            foreach (var octet in Get)
            {
                await connection.SendAsync(octet.ToString());
            }

            Assert.Equal("hi", (await connection.ReceiveAsync()).Text);
            Assert.Equal("hi", (await connection.AskAsync(Get)).Text);
        });

    [Fact]
    public void A_client_that_says_close_is_answered_close() =>
        TestSite.RunConnection(Greeting, async connection =>
        {
            var response = await connection.AskAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            Assert.Equal("close", response["Connection"]);
            await connection.ExpectEndAsync();
        });

    [Fact]
    public void An_old_client_is_answered_once() =>
        TestSite.RunConnection(Greeting, async connection =>
        {
            var response = await connection.AskAsync("GET / HTTP/1.0\r\n\r\n");
            Assert.Equal("hi", response.Text);
            Assert.Equal("close", response["Connection"]);
            await connection.ExpectEndAsync();
        });

    [Fact]
    public void An_old_client_may_ask_for_persistence() =>
        TestSite.RunConnection(Greeting, async connection =>
        {
            for (var i = 0; i < 3; i++)
            {
                var response = await connection.AskAsync("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
                Assert.Equal("keep-alive", response["Connection"]);
            }
        });

    [Fact]
    public void Head_has_the_fields_of_get_and_no_body() =>
        TestSite.RunConnection(Greeting, async connection =>
        {
            var get = await connection.AskAsync(Get);
            var head = await connection.AskAsync("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", isHead: true);
            Assert.Equal(get.Fields, head.Fields);
            Assert.Equal("hi", (await connection.AskAsync(Get)).Text);
        });

    [Fact]
    public void Head_of_a_streamed_response_has_its_fields_and_no_body() =>
        TestSite.RunConnection(
            http => http.MapGet("/", async exchange =>
            {
                await exchange.Response.WriteAsync("one");
                await exchange.Response.FlushAsync();
                await exchange.Response.WriteAsync(new string('x', 100_000));
            }),
            async connection =>
            {
                var head = await connection.AskAsync("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", isHead: true);
                Assert.Equal("chunked", head["Transfer-Encoding"]);
                Assert.Equal(100_003, (await connection.AskAsync(Get)).Body.Length);
            });

    [Fact]
    public void Head_may_have_a_handler_of_its_own()
    {
        var response = TestSite.Ask(
            http =>
            {
                http.MapGet("/", exchange => throw new InvalidOperationException("GET"));
                http.Map(HttpMethod.Head, "/", exchange =>
                {
                    exchange.Response.ContentLength = 12345;
                    return default;
                });
            },
            "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal("12345", response["Content-Length"]);
    }

    [Fact]
    public void What_is_not_mapped_is_not_found() =>
        Assert.Equal(404, TestSite.Ask(Greeting, "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n").Status);

    [Fact]
    public void A_method_that_is_not_mapped_here_is_told_which_are()
    {
        var response = TestSite.Ask(
            http =>
            {
                http.MapGet("/", exchange => default);
                http.MapPut("/", exchange => default);
            },
            "DELETE / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal(405, response.Status);
        Assert.Equal("GET, HEAD, PUT, OPTIONS", response["Allow"]);
    }

    [Theory]
    [InlineData("BREW / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("get / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG / HTTP/1.1\r\nHost: x\r\n\r\n")]
    public void A_method_that_is_known_nowhere_is_not_implemented(string request) =>
        TestSite.RunConnection(Greeting, async connection =>
        {
            Assert.Equal(501, (await connection.AskAsync(request)).Status);
            await connection.ExpectEndAsync();
        });

    [Fact]
    public void A_method_of_ones_own_can_be_mapped()
    {
        static void Map(HttpServer http)
        {
            http.Map(new HttpMethod("BREW"), "/pot", exchange => exchange.Response.SendStatusAsync((HttpStatusCode)418));
            http.MapGet("/cup", exchange => default);
        }

        Assert.Equal(418, TestSite.Ask(Map, "BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n").Status);
        Assert.Equal(405, TestSite.Ask(Map, "BREW /cup HTTP/1.1\r\nHost: x\r\n\r\n").Status);
        Assert.Equal(501, TestSite.Ask(Map, "STEEP /pot HTTP/1.1\r\nHost: x\r\n\r\n").Status);
        Assert.Equal("BREW, OPTIONS", TestSite.Ask(Map, "GET /pot HTTP/1.1\r\nHost: x\r\n\r\n")["Allow"]);
    }

    [Fact]
    public void Options_says_what_a_path_allows()
    {
        var response = TestSite.Ask(Greeting, "OPTIONS / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal(204, response.Status);
        Assert.Equal("GET, HEAD, OPTIONS", response["Allow"]);
        Assert.Null(response["Content-Length"]);
    }

    [Fact]
    public void Options_of_the_server_says_what_any_path_allows()
    {
        var response = TestSite.Ask(
            http =>
            {
                http.MapGet("/a", exchange => default);
                http.MapPost("/{b}", exchange => default);
            },
            "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal(204, response.Status);
        Assert.Equal("GET, HEAD, POST, OPTIONS", response["Allow"]);
    }

    [Theory]
    [InlineData("TRACE", 405)]
    [InlineData("DELETE", 405)]
    [InlineData("PATCH", 405)]
    [InlineData("get", 501)]
    [InlineData("Get", 501)]
    [InlineData("PROPFIND", 501)]
    [InlineData("M-SEARCH", 501)]
    public void A_method_that_cannot_be_used_is_answered_with_those_that_can(string method, int status)
    {
        var response = TestSite.Ask(Greeting, $"{method} / HTTP/1.1\r\nHost: x\r\nCookie: secret\r\n\r\n");
        Assert.Equal(status, response.Status);
        Assert.Equal(status == 405 ? "GET, HEAD, OPTIONS" : null, response["Allow"]);
        Assert.DoesNotContain("secret", response.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n")]
    [InlineData("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n")]
    public void A_switch_of_protocols_is_not_taken_up(string fields) =>
        TestSite.RunConnection(Greeting, async connection =>
        {
            var response = await connection.AskAsync($"GET / HTTP/1.1\r\nHost: x\r\n{fields}\r\n");
            Assert.Equal((200, "hi"), (response.Status, response.Text));
            Assert.Equal("hi", (await connection.AskAsync(Get)).Text);
        });

    [Theory]
    [InlineData("GET http://other.example:8080/?a=b HTTP/1.1\r\nHost: x\r\n\r\n", "other.example:8080 / a=b")]
    [InlineData("GET http://other.example?a=b HTTP/1.1\r\nHost: x\r\n\r\n", "other.example / a=b")]
    [InlineData("GET http://other.example HTTP/1.1\r\nHost: other.example\r\n\r\n", "other.example / ")]
    [InlineData("GET /?a=b HTTP/1.1\r\nHost: x:80\r\n\r\n", "x:80 / a=b")]
    [InlineData("GET / HTTP/1.0\r\n\r\n", " / ")]
    public void The_target_decides_host_and_path(string request, string expected) =>
        Assert.Equal(
            expected,
            TestSite.Ask(
                http => http.MapGet("/", exchange =>
                    exchange.Response.WriteAsync($"{exchange.Request.Host} {exchange.Request.Path} {exchange.Request.QueryString}")),
                request).Text);

    [Fact]
    public void One_empty_line_in_front_of_a_request_is_passed_over() =>
        TestSite.RunConnection(Greeting, async connection =>
        {
            Assert.Equal(200, (await connection.AskAsync("\r\n" + Get)).Status);
            Assert.Equal(200, (await connection.AskAsync("\r\n" + Get)).Status);
            Assert.Equal(400, (await connection.AskAsync("\r\n\r\n" + Get)).Status);
        });

    [Fact]
    public void A_later_minor_version_is_answered_as_the_latest_known() =>
        Assert.Equal(200, TestSite.Ask(Greeting, "GET / HTTP/1.2\r\nHost: x\r\n\r\n").Status);

    [Fact]
    public void The_date_keeps_up() =>
        TestSite.Run(Greeting, async site =>
        {
            await using var connection = await site.ConnectAsync();
            Assert.Equal("Thu, 01 Jan 2026 00:00:00 GMT", (await connection.AskAsync(Get))["Date"]);
            await site.WaitAsync(10.5);
            Assert.Equal("Thu, 01 Jan 2026 00:00:10 GMT", (await connection.AskAsync(Get))["Date"]);
            await using var other = await site.ConnectAsync();
            await connection.DisposeAsync();
            await site.WaitAsync(3600);
            await using var later = await site.ConnectAsync();
            Assert.Equal("Thu, 01 Jan 2026 01:00:10 GMT", (await later.AskAsync(Get))["Date"]);
        });

    [Fact]
    public void A_client_that_has_ended_its_side_is_still_answered() =>
        TestSite.RunConnection(Greeting, async connection =>
        {
            await connection.SendAsync(Get + Get);
            connection.EndSending();
            Assert.Equal("hi", (await connection.ReceiveAsync()).Text);
            Assert.Equal("hi", (await connection.ReceiveAsync()).Text);
            await connection.ExpectEndAsync();
        });

    [Fact]
    public void A_client_that_ends_in_the_middle_of_a_head_gets_no_answer() =>
        TestSite.RunConnection(Greeting, async connection =>
        {
            await connection.SendAsync("GET / HTTP/1.1\r\nHo");
            connection.EndSending();
            await connection.ExpectEndAsync();
        });

    [Fact]
    public void Both_ends_of_the_connection_are_known() =>
        TestSite.Run(
            http => http.MapGet("/", exchange => exchange.Response.WriteAsync($"{exchange.RemoteEndpoint} {exchange.LocalEndpoint}")),
            async site =>
            {
                await using var connection = await site.ConnectAsync();
                Assert.Equal(
                    $"{connection.Flow.LocalEndpoint} {connection.Flow.RemoteEndpoint}",
                    (await connection.AskAsync(Get)).Text);
            });

    [Fact]
    public void A_wrapper_sees_every_request_in_order()
    {
        var seen = new List<string>();
        void Map(HttpServer http)
        {
            http.Use(async (exchange, next) =>
            {
                seen.Add($"outer {exchange.Request.Path}");
                await next(exchange);
                seen.Add("outer end");
            });
            http.Use((exchange, next) =>
            {
                seen.Add("inner");
                exchange.Response.Headers["X-Frame-Options"] = "DENY";
                return next(exchange);
            });
            http.MapGet("/", exchange => exchange.Response.WriteAsync("hi"));
        }

        Assert.Equal("DENY", TestSite.Ask(Map, Get)["X-Frame-Options"]);
        Assert.Equal(["outer /", "inner", "outer end"], seen);
    }

    [Fact]
    public void A_wrapper_may_answer_itself() =>
        Assert.Equal(
            401,
            TestSite.Ask(
                http =>
                {
                    http.Use((exchange, next) => exchange.Response.SendStatusAsync(HttpStatusCode.Unauthorized));
                    Greeting(http);
                },
                Get).Status);

    [Fact]
    public void Nothing_can_be_mapped_once_the_server_runs() =>
        TestSite.Run(Greeting, site =>
        {
            Assert.Throws<InvalidOperationException>(() => site.Server.MapGet("/late", exchange => default));
            return Task.CompletedTask;
        });

    [Fact]
    public void It_says_where_it_serves_once_it_does() =>
        TestSite.Run(Greeting, async site =>
        {
            await using var connection = await site.ConnectAsync();
            Assert.True(site.ServerHost.Logs.Contains("Serving HTTP on port 80"));
            var elsewhere = site.Server.RunAsync(new IpEndpoint(site.ServerHost.Address, 81), HttpServerOptions.Default, site.World.Stop);
            Assert.True(site.ServerHost.Logs.Contains($"Serving HTTP on {site.ServerHost.Address}:81"));
            Assert.False(elsewhere.IsCompleted);
        });

    [Fact]
    public void A_port_that_is_none_is_said_to_the_person_who_gave_it() =>
        TestSite.Run(Greeting, async site =>
        {
            var error = await Assert.ThrowsAsync<DeviceException>(() => site.Server.RunAsync(99_999, site.World.Stop));
            Assert.Equal("cannot listen on port 99999: ports are 0 to 65535", error.Message);
        });

    private static void Greeting(HttpServer http) => http.MapGet("/", exchange => exchange.Response.WriteAsync("hi"));
}
