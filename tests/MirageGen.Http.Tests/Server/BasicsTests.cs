namespace MirageGen.Http.Tests.Server;

/// <summary>Requests and responses on one connection.</summary>
public sealed class BasicsTests
{
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
                Assert.Equal("hi", (await connection.AskAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n")).Text);
            }
        });

    private static void Greeting(HttpServer http) => http.MapGet("/", exchange => exchange.Response.WriteAsync("hi"));
}
