using MirageGen.TestKit;

namespace MirageGen.Http.Tests.Server;

/// <summary>A client that is slow, or silent, or does not read, holds nothing for long.</summary>
public sealed class TimeoutTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private static readonly HttpServerOptions Options = new()
    {
        HeadTimeout = TimeSpan.FromSeconds(10),
        IdleTimeout = TimeSpan.FromSeconds(60),
        WriteTimeout = TimeSpan.FromSeconds(20),
        BodyRateGrace = TimeSpan.FromSeconds(5),
        MinBodyBytesPerSecond = 100,
        DrainTimeout = TimeSpan.FromSeconds(2),
    };

    [Fact]
    public void A_connection_without_a_request_is_closed() =>
        Run(async (site, connection) =>
        {
            await connection.ExpectEndAsync();
            AssertAbout(60, site);
        });

    [Fact]
    public void A_connection_that_is_idle_after_a_request_is_closed() =>
        Run(async (site, connection) =>
        {
            await site.WaitAsync(40);
            Assert.Equal("hi", (await connection.AskAsync(Get)).Text);
            await connection.ExpectEndAsync();
            AssertAbout(100, site);
        });

    [Fact]
    public void A_head_that_does_not_end_is_answered_with_a_timeout() =>
        Run(async (site, connection) =>
        {
            await site.WaitAsync(30);
            await connection.SendAsync("GET / HTTP/1.1\r\nHost");
            Assert.Equal(408, (await connection.ReceiveAsync()).Status);
            await connection.ExpectEndAsync();
            AssertAbout(40, site);
        });

    [Fact]
    public void A_head_that_trickles_is_answered_with_a_timeout() =>
        Run(async (site, connection) =>
        {
            var receiving = connection.ReceiveAsync();
            foreach (var octet in "GET / HTTP/1.1\r\nX: yyyyyyyyyyyyyyyyyyyyyyyyyyy")
            {
                if (receiving.IsCompleted)
                {
                    break;
                }

                await connection.SendAsync(octet.ToString());
                await site.WaitAsync(1);
            }

            Assert.Equal(408, (await receiving).Status);
            AssertAbout(10, site, within: 2);
        });

    [Fact]
    public void A_second_head_has_its_own_time() =>
        Run(async (site, connection) =>
        {
            for (var i = 0; i < 5; i++)
            {
                await connection.SendAsync("GET / HTTP/1.1\r\n");
                await site.WaitAsync(8);
                Assert.Equal("hi", (await connection.AskAsync("Host: x\r\n\r\n")).Text);
            }
        });

    [Fact]
    public void A_body_that_stops_is_answered_with_a_timeout() =>
        Run(async (site, connection) =>
        {
            await connection.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nhello");
            var response = await connection.ReceiveAsync();
            Assert.Equal(408, response.Status);
            Assert.Equal("close", response["Connection"]);
            await connection.ExpectEndAsync();
            AssertAbout(5, site);
        });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_body_that_trickles_is_answered_with_a_timeout(bool isChunked) =>
        Run(async (site, connection) =>
        {
            await connection.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\n{(isChunked ? "Transfer-Encoding: chunked" : "Content-Length: 100000")}\r\n\r\n");
            var receiving = connection.ReceiveAsync();
            for (var i = 0; i < 40 && !receiving.IsCompleted; i++)
            {
                await connection.SendAsync(isChunked ? "5\r\nhello\r\n" : "hello");
                await site.WaitAsync(0.5);
            }

            Assert.Equal(408, (await receiving).Status);
            AssertAbout(5, site, within: 2);
        });

    [Fact]
    public void A_body_that_keeps_the_rate_may_take_its_time() =>
        Run(async (site, connection) =>
        {
            await connection.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 30000\r\n\r\n");
            for (var i = 0; i < 60; i++)
            {
                await connection.SendAsync(new string('x', 500));
                await site.WaitAsync(1);
            }

            Assert.Equal("30000", (await connection.ReceiveAsync()).Text);
        });

    [Fact]
    public void Time_that_the_handler_takes_is_not_the_clients() =>
        Run(async (site, connection) =>
        {
            await connection.SendAsync("POST /late HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n");
            await site.WaitAsync(99);
            await connection.SendAsync("hello");
            Assert.Equal("5", (await connection.ReceiveAsync()).Text);
        });

    [Fact]
    public void A_client_that_does_not_take_its_response_is_cut_off() =>
        Run(async (site, connection) =>
        {
            await connection.SendAsync("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n");
            await site.WaitAsync(19);
            Assert.False(EndlessTask.Value!.IsCompleted);
            await site.WaitAsync(2);
            await Assert.ThrowsAsync<FlowResetException>(() => EndlessTask.Value!);
            await Assert.ThrowsAsync<FlowResetException>(() => connection.ReceiveToEndAsync());
        });

    [Fact]
    public void A_client_that_sends_on_but_takes_nothing_is_cut_off() =>
        Run(async (site, connection) =>
        {
            await connection.SendAsync("POST /both HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            await Assert.ThrowsAsync<FlowResetException>(async () =>
            {
                while (true)
                {
                    await connection.SendAsync("1f4\r\n" + new string('x', 500) + "\r\n");
                    await site.WaitAsync(1);
                }
            });
            AssertAbout(20, site, within: 3);
            await Assert.ThrowsAsync<FlowResetException>(() => EndlessTask.Value!);
        });

    [Fact]
    public void A_client_that_takes_its_response_slowly_is_served() =>
        Run(async (site, connection) =>
        {
            await connection.SendAsync("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
            var received = 0L;
            while (received < 2_000_000)
            {
                var result = await connection.Flow.Input.ReadAsync();
                var part = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, 50_000));
                received += part.Length;
                connection.Flow.Input.AdvanceTo(part.End);
                await site.WaitAsync(1);
            }
        });

    [Fact]
    public void A_client_that_never_ends_its_side_does_not_hold_the_connection() =>
        Run(async (site, connection) =>
        {
            Assert.Equal(400, (await connection.AskAsync("nonsense\r\n\r\n")).Status);
            await connection.ExpectEndAsync();
            await site.WaitAsync(3);
            Assert.DoesNotContain(site.ServerHost.Stack.Open, open => open.Contains("flow", StringComparison.Ordinal));
        });

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", true)]
    [InlineData("GET / HTTP/1.0\r\n\r\n", true)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx", false)]
    [InlineData("GET / HTTP/1.0\r\n\r\nmore", false)]
    public void Only_a_client_that_asked_for_the_end_and_keeps_to_it_is_not_waited_for(string request, bool isLeft) =>
        Run(async (site, connection) =>
        {
            site.Wire = SimulatedWire.Ideal;
            _ = await connection.AskAsync(request);
            await connection.ExpectEndAsync();
            Assert.Equal(isLeft, !site.ServerHost.Stack.Open.Any(open => open.Contains("flow", StringComparison.Ordinal)));
            await site.WaitAsync(3);
            Assert.DoesNotContain(site.ServerHost.Stack.Open, open => open.Contains("flow", StringComparison.Ordinal));
        });

    [Fact]
    public void Without_connections_no_timer_runs()
    {
        Assert.InRange(TurnsOf(36_000) - TurnsOf(10), -50, 50);

        static long TurnsOf(double seconds) => Run(async (site, connection) =>
        {
            site.Wire = SimulatedWire.Ideal;
            Assert.Equal("hi", (await connection.AskAsync(Get)).Text);
            await connection.DisposeAsync();
            await site.WaitAsync(seconds);
        }).Turns;
    }

    private static WorldReport Run(Func<TestSite, TestConnection, Task> scenario) =>
        TestSite.Run(
            http =>
            {
                http.MapGet("/", exchange => exchange.Response.WriteAsync("hi"));
                http.MapPost("/", async exchange =>
                    await exchange.Response.WriteAsync($"{(await exchange.Request.ReadAsBytesAsync()).Length}"));
                http.MapPost("/late", async exchange =>
                {
                    await Task.Delay(TimeSpan.FromSeconds(100), TestClock.Current);
                    await exchange.Response.WriteAsync($"{(await exchange.Request.ReadAsBytesAsync()).Length}");
                });
                http.MapGet("/large", exchange => exchange.Response.WriteAsync(new string('x', 2_000_000)));
                http.MapPost("/both", exchange =>
                {
                    EndlessTask.Value = WriteEndlesslyAsync(exchange);
                    return new(Task.WhenAll(EndlessTask.Value, exchange.Request.ReadAsBytesAsync().AsTask()));
                });
                http.MapGet("/endless", exchange => new(EndlessTask.Value = WriteEndlesslyAsync(exchange)));
            },
            async site =>
            {
                TestClock.Current = site.ServerHost.Clock;
                await using var connection = await site.ConnectAsync();
                await scenario(site, connection);
            },
            Options);

    private static async Task WriteEndlesslyAsync(HttpExchange exchange)
    {
        while (true)
        {
            await exchange.Response.WriteAsync(new string('x', 10_000));
            await exchange.Response.FlushAsync();
        }
    }

    private static void AssertAbout(double seconds, TestSite site, double within = 0.6) =>
        Assert.InRange(site.World.Now.TotalSeconds, seconds, seconds + within);

    private static class EndlessTask
    {
        [ThreadStatic]
        internal static Task? Value;
    }
}
