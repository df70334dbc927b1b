using System.Net;

namespace MirageGen.Http.Tests.Server;

/// <summary>Handlers that fail, refuse, or promise what they do not keep.</summary>
public sealed class HandlerFailureTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private static readonly string[] FailingPaths = ["/", "/later"];

    [Fact]
    public void A_handler_that_fails_is_answered_for() =>
        TestSite.Run(
            http =>
            {
                http.MapGet("/", exchange => throw new InvalidOperationException("secret"));
                http.MapGet("/later", async exchange =>
                {
                    await exchange.Response.WriteAsync("half an answer");
                    await Task.Yield();
                    throw new InvalidOperationException("secret");
                });
                http.MapGet("/fine", exchange => exchange.Response.WriteAsync("fine"));
            },
            async site =>
            {
                await using var connection = await site.ConnectAsync();
                foreach (var path in FailingPaths)
                {
                    var response = await connection.AskAsync($"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
                    Assert.Equal(500, response.Status);
                    Assert.Equal("Internal Server Error", response.Text);
                }

                Assert.Equal("fine", (await connection.AskAsync("GET /fine HTTP/1.1\r\nHost: x\r\n\r\n")).Text);
                Assert.Equal(2, site.ServerHost.Logs.Entries.Count(entry => entry.Message.Contains("failed", StringComparison.Ordinal)));
            });

    [Fact]
    public void A_handler_that_fails_in_the_middle_of_its_response_resets_the_connection() =>
        TestSite.RunConnection(
            http => http.MapGet("/", async exchange =>
            {
                await exchange.Response.WriteAsync("half an answer");
                await exchange.Response.FlushAsync();
                throw new InvalidOperationException("secret");
            }),
            async connection =>
            {
                await connection.SendAsync(Get);
                await Assert.ThrowsAsync<FlowResetException>(() => connection.ReceiveAsync());
            });

    [Fact]
    public void A_handler_may_throw_a_status() =>
        TestSite.RunConnection(
            http => http.MapGet("/", exchange => throw new HttpStatusException(HttpStatusCode.Conflict, "Twice.")),
            async connection =>
            {
                for (var i = 0; i < 2; i++)
                {
                    var response = await connection.AskAsync(Get);
                    Assert.Equal(409, response.Status);
                    Assert.Equal("Twice.", response.Text);
                }
            });

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(600)]
    public void A_handler_cannot_throw_what_is_no_status(int status)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new HttpStatusException((HttpStatusCode)status));
        Assert.Equal(500, Answer(exchange => throw new HttpStatusException((HttpStatusCode)status)).Status);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(50_000)]
    public void A_handler_that_writes_less_than_it_promised_is_found_out(int written) =>
        TestSite.Run(
            http => http.MapGet("/", exchange =>
            {
                exchange.Response.ContentLength = written + 1;
                return exchange.Response.WriteAsync(new string('x', written));
            }),
            async site =>
            {
                await using var connection = await site.ConnectAsync();
                await connection.SendAsync(Get);
                await Assert.ThrowsAsync<FlowResetException>(() => connection.ReceiveAsync());
                Assert.True(site.ServerHost.Logs.Contains("ContentLength"));
            });

    [Fact]
    public void A_handler_that_promises_and_writes_nothing_is_answered_for() =>
        Assert.Equal(
            500,
            Answer(exchange =>
            {
                exchange.Response.ContentLength = 5;
                return default;
            }).Status);

    [Fact]
    public void A_handler_cannot_write_more_than_it_promised() =>
        Assert.Equal(
            "InvalidOperationException",
            Answer(async exchange =>
            {
                exchange.Response.ContentLength = 25;
                var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await exchange.Response.WriteAsync(new string('x', 26)));
                await exchange.Response.WriteAsync(error.GetType().Name);
            }).Text);

    private static TestResponse Answer(HttpHandler handler) => TestSite.Ask(http => http.MapGet("/", handler), Get);
}
