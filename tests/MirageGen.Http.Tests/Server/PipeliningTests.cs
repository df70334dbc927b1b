using System.Globalization;

namespace MirageGen.Http.Tests.Server;

/// <summary>Requests that do not wait for the responses before them (RFC 9112 section 9.3.2).</summary>
public sealed class PipeliningTests
{
    [Fact]
    public void Responses_come_in_the_order_of_the_requests() =>
        TestSite.RunConnection(Numbers, async connection =>
        {
            await connection.SendAsync(string.Concat(Enumerable.Range(0, 500).Select(Request)));
            for (var i = 0; i < 500; i++)
            {
                Assert.Equal(i.ToString(CultureInfo.InvariantCulture), (await connection.ReceiveAsync()).Text);
            }
        });

    [Fact]
    public void A_slow_handler_holds_back_those_behind_it() =>
        TestSite.Run(
            http =>
            {
                Numbers(http);
                http.MapGet("/slow", async exchange =>
                {
                    await Task.Delay(TimeSpan.FromSeconds(5), TestClock.Current);
                    await exchange.Response.WriteAsync("slow");
                });
            },
            async site =>
            {
                TestClock.Current = site.ServerHost.Clock;
                await using var connection = await site.ConnectAsync();
                await connection.SendAsync(Request(1) + "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n" + Request(2));
                Assert.Equal("1", (await connection.ReceiveAsync()).Text);
                Assert.Equal("slow", (await connection.ReceiveAsync()).Text);
                Assert.Equal("2", (await connection.ReceiveAsync()).Text);
            });

    [Fact]
    public void What_was_answered_is_sent_before_a_slow_handler_ends() =>
        TestSite.Run(
            http =>
            {
                Numbers(http);
                http.MapGet("/never", exchange => new ValueTask(Task.Delay(Timeout.InfiniteTimeSpan, TestClock.Current, exchange.Aborted)));
            },
            async site =>
            {
                TestClock.Current = site.ServerHost.Clock;
                site.Wire = SimulatedWire.Ideal;
                await using var connection = await site.ConnectAsync();
                await connection.SendAsync(Request(1) + "GET /never HTTP/1.1\r\nHost: x\r\n\r\n");
                Assert.Equal("1", (await connection.ReceiveAsync()).Text);
                await site.WaitAsync(1000);
                Assert.Equal(string.Empty, connection.TakeArrived());
            });

    [Fact]
    public void Bodies_and_requests_alternate() =>
        TestSite.RunConnection(
            http =>
            {
                Numbers(http);
                http.MapPost("/", async exchange => await exchange.Response.WriteAsync(await exchange.Request.ReadAsStringAsync()));
            },
            async connection =>
            {
                await connection.SendAsync(string.Concat(Enumerable.Range(0, 100).Select(i =>
                    Request(i)
                    + $"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\na{i:0000}"
                    + $"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nb\r\n4\r\n{i:0000}\r\n0\r\n\r\n")));
                for (var i = 0; i < 100; i++)
                {
                    Assert.Equal($"{i}", (await connection.ReceiveAsync()).Text);
                    Assert.Equal($"a{i:0000}", (await connection.ReceiveAsync()).Text);
                    Assert.Equal($"b{i:0000}", (await connection.ReceiveAsync()).Text);
                }
            });

    [Fact]
    public void One_connection_does_not_keep_the_others_from_their_turn() =>
        TestSite.Run(
            Numbers,
            async site =>
            {
                await using var greedy = await site.ConnectAsync();
                await using var modest = await site.ConnectAsync();
                await greedy.SendAsync(string.Concat(Enumerable.Range(0, 400).Select(Request)));
                await modest.SendAsync(Request(7));
                Assert.Equal("7", (await modest.ReceiveAsync()).Text);
                Assert.Equal("0", (await greedy.ReceiveAsync()).Text);
            },
            new() { MaxPipelinedRequests = 4 });

    [Fact]
    public void A_request_that_says_close_is_the_last_one() =>
        TestSite.RunConnection(Numbers, async connection =>
        {
            await connection.SendAsync(Request(1) + "GET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" + Request(3));
            Assert.Equal("1", (await connection.ReceiveAsync()).Text);
            Assert.Equal("2", (await connection.ReceiveAsync()).Text);
            await connection.ExpectEndAsync();
        });

    [Fact]
    public void Large_responses_do_not_pile_up_for_a_client_that_does_not_read()
    {
        var made = 0;
        TestSite.Run(
            http => http.MapGet("/{n}", exchange =>
            {
                made++;
                return exchange.Response.WriteAsync(new string('x', 10_000));
            }),
            async site =>
            {
                await using var connection = await site.ConnectAsync();
                await connection.SendAsync(string.Concat(Enumerable.Range(0, 2_000).Select(Request)));
                await site.WaitAsync(5);
                Assert.InRange(made, 1, 500);
                for (var i = 0; i < 2_000; i++)
                {
                    Assert.Equal(10_000, (await connection.ReceiveAsync()).Body.Length);
                }
            });
    }

    private static string Request(int number) => $"GET /{number} HTTP/1.1\r\nHost: x\r\n\r\n";

    private static void Numbers(HttpServer http) =>
        http.MapGet("/{n}", exchange => exchange.Response.WriteAsync(exchange.Request.Route("n")));
}
