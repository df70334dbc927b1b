using MirageGen.Http.Tests.Content;

namespace MirageGen.Http.Tests.Server;

/// <summary>
/// Bodies that nobody asked for and nobody reads: whatever is in them is never taken for a request (request smuggling by
/// a length that one end heeds and the other does not).
/// </summary>
public sealed class UnwantedBodyTests
{
    private const string Inner = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

    public static TheoryData<string, int, bool> Requests
    {
        get
        {
            var data = new TheoryData<string, int, bool>();
            foreach (var isChunked in new[] { true, false })
            {
                data.Add("GET /digits.txt", 200, isChunked);
                data.Add("HEAD /digits.txt", 200, isChunked);
                data.Add("GET /docs", 301, isChunked);
                data.Add("GET /large.bin", 200, isChunked);
                data.Add("GET /nothing", 404, isChunked);
                data.Add("DELETE /digits.txt", 405, isChunked);
                data.Add("TRACE /digits.txt", 405, isChunked);
                data.Add("OPTIONS *", 204, isChunked);
                data.Add("OPTIONS /digits.txt", 204, isChunked);
                data.Add("GET /handler", 200, isChunked);
                data.Add("GET /failing", 500, isChunked);
                data.Add("GET /refusing", 409, isChunked);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void What_is_in_a_body_is_not_a_request(string line, int status, bool isChunked) => Ask(line, status, isChunked, "");

    [Theory]
    [InlineData("If-None-Match: *\r\n", 304)]
    [InlineData("If-Match: \"x\"\r\n", 412)]
    [InlineData("Range: bytes=0-1\r\n", 206)]
    [InlineData("Range: bytes=99-\r\n", 416)]
    public void Nor_is_it_where_conditions_decide(string field, int status)
    {
        Ask("GET /digits.txt", status, isChunked: true, field);
        Ask("GET /digits.txt", status, isChunked: false, field);
    }

    [Theory]
    [InlineData("Content-Length: 3\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n")]
    [InlineData("Host: other.example\r\n")]
    [InlineData("Connection: close\r\n")]
    [InlineData("Expect: nonsense\r\n")]
    public void Trailers_change_nothing_of_the_message(string trailer) =>
        TestSite.RunConnection(
            http => http.MapPost("/", async exchange =>
            {
                var body = await exchange.Request.ReadAsStringAsync();
                var request = exchange.Request;
                await exchange.Response.WriteAsync($"{body} {request.Host} {request.Headers.Count} {request.Trailers.Count} {request.ContentLength}");
            }),
            async connection =>
            {
                for (var i = 0; i < 3; i++)
                {
                    Assert.Equal(
                        "hello x 2 1 ",
                        (await connection.AskAsync($"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n{trailer}\r\n")).Text);
                }
            });

    private static void Ask(string line, int status, bool isChunked, string field)
    {
        var framing = isChunked
            ? $"Transfer-Encoding: chunked\r\n\r\n{Inner.Length:x}\r\n{Inner}\r\n0\r\n\r\n"
            : $"Content-Length: {Inner.Length}\r\n\r\n{Inner}";
        var isHead = line.StartsWith("HEAD ", StringComparison.Ordinal);
        TestSite.RunConnection(
            http =>
            {
                StaticSite.Embedded(http);
                http.MapGet("/handler", exchange => exchange.Response.WriteAsync("handled"));
                http.MapGet("/failing", exchange => throw new InvalidTimeZoneException("a bug"));
                http.MapGet("/refusing", exchange => throw new HttpStatusException(System.Net.HttpStatusCode.Conflict));
                http.MapGet("/smuggled", exchange => throw new InvalidOperationException("A smuggled request was handled."));
            },
            async connection =>
            {
                for (var i = 0; i < 2; i++)
                {
                    await connection.SendAsync($"{line} HTTP/1.1\r\nHost: x\r\n{field}{framing}GET /digits.txt HTTP/1.1\r\nHost: x\r\n\r\n");
                    Assert.Equal(status, (await connection.ReceiveAsync(isHead)).Status);
                    Assert.Equal("0123456789", (await connection.ReceiveAsync()).Text);
                }
            });
    }
}
