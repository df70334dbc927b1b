using System.Net;

namespace MirageGen.Http.Tests.Server;

/// <summary>Clients that hold a body back until they are told to send it (RFC 9110 section 10.1.1).</summary>
public sealed class ExpectContinueTests
{
    [Fact]
    public void A_client_that_waits_is_told_to_go_on_when_the_handler_begins_to_read() =>
        TestSite.RunConnection(Echo, async connection =>
        {
            await connection.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            Assert.Equal(100, (await connection.ReceiveAsync()).Status);
            Assert.Equal("hello", (await connection.AskAsync("hello")).Text);
            Assert.Equal("again", (await connection.AskAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nagain")).Text);
        });

    [Theory]
    [InlineData("Expect: 100-CONTINUE\r\nContent-Length: 5\r\n\r\n", "hello")]
    [InlineData("Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n", "hello")]
    [InlineData("Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n")]
    public void A_client_that_waits_is_told_to_go_on_however_it_says_so(string rest, string body) =>
        TestSite.RunConnection(Echo, async connection =>
        {
            await connection.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\n{rest}");
            Assert.Equal(100, (await connection.ReceiveAsync()).Status);
            Assert.Equal("hello", (await connection.AskAsync(body)).Text);
        });

    [Fact]
    public void A_client_that_waits_without_a_body_is_not_told_to_go_on() =>
        TestSite.RunConnection(Echo, async connection =>
        {
            for (var i = 0; i < 2; i++)
            {
                Assert.Equal(200, (await connection.AskAsync("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n")).Status);
            }
        });

    [Theory]
    [InlineData("POST /x", 404)]
    [InlineData("PUT /", 405)]
    [InlineData("BREW /", 501)]
    public void A_client_that_waits_is_refused_at_once(string line, int status) =>
        TestSite.RunConnection(Echo, async connection =>
        {
            var response = await connection.AskAsync($"{line} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            Assert.Equal((status, "close"), (response.Status, response["Connection"]));
            await connection.ExpectEndAsync();
        });

    [Fact]
    public void A_client_that_waits_is_told_nothing_but_the_response_when_nobody_reads() =>
        TestSite.RunConnection(
            http => http.MapPost("/", exchange => exchange.Response.SendStatusAsync(HttpStatusCode.Forbidden)),
            async connection =>
            {
                var response = await connection.AskAsync("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
                Assert.Equal(403, response.Status);
                Assert.Equal("close", response["Connection"]);
                await connection.ExpectEndAsync();
            });

    [Fact]
    public void A_client_that_did_not_wait_after_all_is_told_nothing() =>
        TestSite.Run(Echo, async site =>
        {
            site.Wire = SimulatedWire.Ideal;
            await using var connection = await site.ConnectAsync();
            var response = await connection.AskAsync("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello");
            Assert.Equal(200, response.Status);
            Assert.Equal("hello", response.Text);
        });

    private static void Echo(HttpServer http) => http.MapPost("/", async exchange =>
        await exchange.Response.WriteAsync(await exchange.Request.ReadAsBytesAsync()));
}
