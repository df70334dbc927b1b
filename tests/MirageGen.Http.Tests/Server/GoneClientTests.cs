using Microsoft.Extensions.Logging;
using MirageGen.TestKit;

namespace MirageGen.Http.Tests.Server;

/// <summary>
/// Handlers whose client has gone end without a word; those that fail for reasons of their own are logged with what they
/// threw.
/// </summary>
public sealed class GoneClientTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private static readonly TimeSpan ForEver = Timeout.InfiniteTimeSpan;

    public static TheoryData<string> Bodies =>
    [
        "Content-Length: 100000\r\n\r\nhello",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    ];

    [Fact]
    public void A_write_after_a_reset_ends_the_handler_quietly() => Leave(
        Get,
        async exchange =>
        {
            while (true)
            {
                await exchange.Response.WriteAsync(new string('x', 10_000));
                await exchange.Response.FlushAsync();
                await Task.Delay(TimeSpan.FromMilliseconds(10), TestClock.Current);
            }
        });

    [Fact]
    public void A_handler_that_passes_over_the_reset_meets_it_again() => Leave(
        Get,
        async exchange =>
        {
            for (var failures = 0; failures < 3;)
            {
                try
                {
                    await exchange.Response.WriteAsync(new string('x', 10_000));
                    await exchange.Response.FlushAsync();
                    await Task.Delay(TimeSpan.FromMilliseconds(10), TestClock.Current);
                }
                catch (FlowResetException)
                {
                    failures++;
                }
            }
        });

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_read_after_a_reset_ends_the_handler_quietly(string rest) => Leave(
        $"POST / HTTP/1.1\r\nHost: x\r\n{rest}",
        async exchange => await exchange.Request.ReadAsBytesAsync());

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_body_that_ends_early_ends_the_handler_quietly(string rest) => Leave(
        $"POST / HTTP/1.1\r\nHost: x\r\n{rest}",
        async exchange => await exchange.Request.ReadAsBytesAsync(),
        connection => connection.EndSending());

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_handler_that_wraps_what_it_met_ends_quietly(string rest) => Leave(
        $"POST / HTTP/1.1\r\nHost: x\r\n{rest}",
        async exchange =>
        {
            try
            {
                await exchange.Request.ReadAsBytesAsync();
            }
            catch (FlowResetException error)
            {
                throw new InvalidDataException("The upload is not whole.", error);
            }
        });

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_handler_that_waits_for_something_else_is_told_by_the_token_and_ends_quietly(string rest) => Leave(
        $"POST / HTTP/1.1\r\nHost: x\r\n{rest}",
        async exchange =>
        {
            _ = exchange.Request.ReadAsBytesAsync().AsTask();
            await Task.Delay(ForEver, TestClock.Current, exchange.Aborted);
        });

    [Fact]
    public void A_client_that_takes_no_more_counts_as_gone() => Leave(
        Get,
        async exchange =>
        {
            while (true)
            {
                await exchange.Response.WriteAsync(new string('x', 10_000));
            }
        },
        connection => connection.Flow.Input.Complete());

    [Fact]
    public void A_reset_that_a_file_meets_is_quiet_too() =>
        TestSite.Run(
            http => http.MapFiles("/", new MemoryStore().With("large.bin", new byte[5_000_000])),
            async site =>
            {
                await using var connection = await site.ConnectAsync();
                await connection.SendAsync("GET /large.bin HTTP/1.1\r\nHost: x\r\n\r\n");
                await site.WaitAsync(1);
                connection.Flow.Abort("enough");
                await site.WaitAsync(1);
                AssertQuiet(site);
            });

    [Fact]
    public void A_failure_of_the_handlers_own_is_logged_with_what_it_threw()
    {
        var failure = new InvalidTimeZoneException("a bug");
        TestSite.Run(
            http => http.MapGet("/", async exchange =>
            {
                await Task.Yield();
                throw failure;
            }),
            async site =>
            {
                await using var connection = await site.ConnectAsync();
                Assert.Equal(500, (await connection.AskAsync(Get)).Status);
                AssertFailure(site, failure);
            });
    }

    [Fact]
    public void A_failure_of_the_handlers_own_is_logged_though_the_client_is_gone()
    {
        var failure = new InvalidTimeZoneException("a bug");
        TestSite.Run(
            http => http.MapPost("/", async exchange =>
            {
                try
                {
                    await exchange.Request.ReadAsBytesAsync();
                }
                catch (FlowResetException)
                {
                    throw failure;
                }
            }),
            async site =>
            {
                await using var connection = await site.ConnectAsync();
                await connection.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhello");
                await site.WaitAsync(1);
                connection.Flow.Abort("enough");
                await site.WaitAsync(1);
                AssertFailure(site, failure);
            });
    }

    [Fact]
    public void The_loss_of_another_connection_is_the_handlers_own_failure()
    {
        var failure = new FlowResetException("the upstream went away");
        TestSite.Run(
            http => http.MapGet("/", exchange => throw failure),
            async site =>
            {
                await using var connection = await site.ConnectAsync();
                Assert.Equal(500, (await connection.AskAsync(Get)).Status);
                AssertFailure(site, failure);
                Assert.Equal(500, (await connection.AskAsync(Get)).Status);
            });
    }

    [Theory]
    [InlineData(true, 503)]
    [InlineData(false, 500)]
    public void A_handler_that_gives_up_has_failed_unless_the_server_stops(bool isStopping, int status)
    {
        using var stop = new CancellationTokenSource();
        TestSite.Run(
            http => http.MapGet("/", exchange => new(Task.Delay(ForEver, TestClock.Current, stop.Token))),
            async site =>
            {
                TestClock.Current = site.ServerHost.Clock;
                await using var connection = await site.ConnectAsync();
                await connection.SendAsync(Get);
                await site.WaitAsync(1);
                var stopping = isStopping ? site.Serving.StopAsync() : Task.CompletedTask;
                stop.Cancel();
                var response = await connection.ReceiveAsync();
                Assert.Equal(status, response.Status);
                Assert.Equal(isStopping ? "close" : null, response["Connection"]);
                await stopping;
                Assert.Equal(isStopping ? 0 : 1, site.ServerHost.Logs.AtLeast(LogLevel.Warning).Count(entry => entry.Error is TaskCanceledException));
            });
    }

    /// <summary>A client sends a request and goes away; the handler ends, nothing is logged, and the next client is served.</summary>
    private static void Leave(string request, Func<HttpExchange, ValueTask> handler, Action<TestConnection>? leave = null)
    {
        var begun = 0;
        var ended = 0;
        async ValueTask Handle(HttpExchange exchange)
        {
            begun++;
            try
            {
                await handler(exchange);
            }
            finally
            {
                ended++;
            }
        }

        TestSite.Run(
            http =>
            {
                http.MapGet("/", Handle);
                http.MapPost("/", Handle);
                http.MapPost("/echo", async exchange => await exchange.Response.WriteAsync(await exchange.Request.ReadAsStringAsync()));
            },
            async site =>
            {
                TestClock.Current = site.ServerHost.Clock;
                await using var connection = await site.ConnectAsync();
                await connection.SendAsync(request);
                await site.WaitAsync(1);
                Assert.Equal((1, 0), (begun, ended));
                (leave ?? (static connection => connection.Flow.Abort("enough")))(connection);
                await site.WaitAsync(1);
                Assert.Equal((1, 1), (begun, ended));
                AssertQuiet(site);

                for (var i = 0; i < 3; i++)
                {
                    await using var next = await site.ConnectAsync();
                    Assert.Equal("hello", (await next.AskAsync("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")).Text);
                }
            });
    }

    private static void AssertQuiet(TestSite site) => Assert.Empty(site.ServerHost.Logs.AtLeast(LogLevel.Warning));

    private static void AssertFailure(TestSite site, Exception failure)
    {
        var entry = Assert.Single(site.ServerHost.Logs.AtLeast(LogLevel.Warning));
        Assert.Equal((LogLevel.Error, nameof(ServerLog.HandlerFailed)), (entry.Level, entry.EventId.Name));
        Assert.Same(failure, entry.Error);
    }
}
