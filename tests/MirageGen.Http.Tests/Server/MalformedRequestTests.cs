using Microsoft.Extensions.Logging;

namespace MirageGen.Http.Tests.Server;

/// <summary>
/// What is no request, or could be two: the server answers once, closes, and hands nothing that follows to anybody.
/// </summary>
public sealed class MalformedRequestTests
{
    private const string Smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

    public static TheoryData<string, int> Requests()
    {
        var data = new TheoryData<string, int>();
        foreach (var (request, status) in Corpus())
        {
            data.Add(request, status);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void It_is_refused_once_and_nothing_behind_it_is_heard(string request, int status) =>
        Refuse(request, status, split: false);

    [Theory]
    [MemberData(nameof(Requests))]
    public void It_is_refused_the_same_octet_by_octet(string request, int status) =>
        Refuse(request, status, split: true);

    private static void Refuse(string request, int status, bool split)
    {
        var handled = 0;
        var complete = 0;
        TestSite.Run(
            http =>
            {
                http.MapPost("/", async exchange =>
                {
                    handled++;
                    await exchange.Request.ReadAsBytesAsync();
                    complete++;
                });
                http.MapGet("/smuggled", exchange => throw new InvalidOperationException("A smuggled request was handled."));
            },
            async site =>
            {
                await using var connection = await site.ConnectAsync();
                if (split)
                {
                    foreach (var octet in request)
                    {
                        await connection.SendAsync(octet.ToString());
                    }

                    await connection.SendAsync(Smuggled);
                }
                else
                {
                    site.Wire = SimulatedWire.Ideal;
                    await connection.SendAsync(request + Smuggled);
                }

                var response = await connection.ReceiveAsync();
                Assert.Equal(status, response.Status);
                Assert.Equal("close", response["Connection"]);
                await connection.ExpectEndAsync();
                Assert.Equal(0, complete);
                Assert.InRange(handled, 0, 1);
                Assert.DoesNotContain(site.ServerHost.Logs.Entries, entry => entry.Level > LogLevel.Information);
            });
    }

    private static IEnumerable<(string Request, int Status)> Corpus()
    {
        const string Post = "POST / HTTP/1.1\r\nHost: x\r\n";

        // Two lengths, or a length that can be read in two ways.
        yield return (Post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400);
        yield return (Post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400);
        yield return (Post + "Content-Length: 5, 5\r\n\r\nhello", 400);
        yield return (Post + "Content-Length: +5\r\n\r\nhello", 400);
        yield return (Post + "Content-Length: 0x5\r\n\r\nhello", 400);
        yield return (Post + "Content-Length: 005\r\n\r\nhello", 400);
        yield return (Post + "Content-Length: 5\u000B\r\n\r\nhello", 400);
        yield return (Post + "Content-Length : 5\r\n\r\nhello", 400);
        yield return (Post + "Content-Length\t: 5\r\n\r\nhello", 400);
        yield return (Post + "Content-Length: 99999999999999999999\r\n\r\n", 413);
        yield return (Post + "Content-Length: 30000001\r\n\r\n", 413);

        // Length and chunks together.
        yield return (Post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
        yield return (Post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400);

        // Chunks that one reader sees and another does not.
        yield return (Post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400);
        yield return (Post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400);
        yield return (Post + "Transfer-Encoding\u00A0: chunked\r\n\r\n0\r\n\r\n", 400);
        yield return (Post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n", 400);
        yield return (Post + "Transfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501);
        yield return (Post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 400);
        yield return (Post + "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n", 501);
        yield return (Post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
        yield return (Post + "Transfer-Encoding: chunked, cow\r\n\r\n0\r\n\r\n", 400);
        yield return (Post + "transfer-encoding: chunked\r\nTRANSFER-ENCODING: cow\r\n\r\n0\r\n\r\n", 400);
        yield return (Post + "Transfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n", 400);
        yield return (Post + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", 400);
        yield return (Post + "Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n", 400);
        yield return (Post + "Transfer-Encoding: chun\tked\r\n\r\n0\r\n\r\n", 400);
        yield return (Post + "Transfer-Encoding: \r\n\r\n0\r\n\r\n", 400);
        yield return (Post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501);
        yield return (Post + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", 400);
        yield return (Post + "Transfer-Encoding:\u000Bchunked\r\n\r\n0\r\n\r\n", 400);
        yield return (Post + "X: y\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
        yield return (Post + "X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
        yield return (Post + "X: y\0Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
        yield return (Post + " Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
        yield return ("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);

        // Chunks whose ends can be disputed.
        const string Chunked = Post + "Transfer-Encoding: chunked\r\n\r\n";
        yield return (Chunked + "5\nhello\r\n0\r\n\r\n", 400);
        yield return (Chunked + "5\r\nhello\n0\r\n\r\n", 400);
        yield return (Chunked + "5 \r\nhello\r\n0\r\n\r\n", 400);
        yield return (Chunked + "0x5\r\nhello\r\n0\r\n\r\n", 400);
        yield return (Chunked + "5;x\nhello\r\n0\r\n\r\n", 400);
        yield return (Chunked + "5;x=\"\r\nhello\r\n0\r\n\r\n\"\r\n", 400);
        yield return (Chunked + "5;x=\"\\\"\r\nhello\r\n0\r\n\r\n", 400);
        yield return (Chunked + "5\r\nhello\r\n0;x=\"\r\n\r\n", 400);
        yield return (Chunked + "7fffffffffffffff\r\nhello\r\n0\r\n\r\n", 400);
        yield return (Chunked + "fffffffffffffff\r\nhello", 413);
        yield return (Chunked + "5;\u0000\r\nhello\r\n0\r\n\r\n", 400);
        yield return (Chunked + "ffffffffffffffff5\r\nhello\r\n0\r\n\r\n", 400);
        yield return (Chunked + "5\r\nhello0\r\n\r\n", 400);
        yield return (Chunked + "4\r\nhello\r\n0\r\n\r\n", 400);
        yield return (Chunked + "-1\r\n\r\n", 400);
        yield return (Chunked + "0\n\r\n", 400);
        yield return (Chunked + "0\r\nX: y\n\r\n", 400);
        yield return (Chunked + "0\r\nX y\r\n\r\n", 400);
        yield return (Chunked + "0\r\n X: y\r\n\r\n", 400);

        // Hosts.
        yield return ("POST / HTTP/1.1\r\n\r\n", 400);
        yield return ("POST / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400);
        yield return ("POST / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400);
        yield return ("POST / HTTP/1.1\r\nHost:\r\n\r\n", 400);
        yield return ("POST / HTTP/1.1\r\nHost: x y\r\n\r\n", 400);
        yield return ("POST / HTTP/1.1\r\nHost: x/\r\n\r\n", 400);
        yield return ("POST / HTTP/1.1\r\nHost: x@y\r\n\r\n", 400);
        yield return ("POST / HTTP/1.1\r\nHost: x:y\r\n\r\n", 400);

        // Request lines.
        yield return ("POST  / HTTP/1.1\r\nHost: x\r\n\r\n", 400);
        yield return ("POST / HTTP/1.1 \r\nHost: x\r\n\r\n", 400);
        yield return ("POST /\r\n\r\n", 400);
        yield return ("POST / HTTP/1.1\nHost: x\r\n\r\n", 400);
        yield return ("POST / http/1.1\r\nHost: x\r\n\r\n", 400);
        yield return ("POST / HTTP/2.0\r\nHost: x\r\n\r\n", 505);
        yield return ("POST / HTTP/0.9\r\nHost: x\r\n\r\n", 505);
        yield return ("POST x:80 HTTP/1.1\r\nHost: x\r\n\r\n", 400);
        yield return ("POST * HTTP/1.1\r\nHost: x\r\n\r\n", 400);
        yield return ("CONNECT / HTTP/1.1\r\nHost: x\r\n\r\n", 400);
        yield return ("CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n", 501);
        yield return ("POST http://y@x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400);
        yield return ("POST http:// HTTP/1.1\r\nHost: x\r\n\r\n", 400);
        yield return ("POST http://x/../y HTTP/1.1\r\nHost: x\r\n\r\n", 400);
        yield return ("POST http://x/ HTTP/1.1\r\n\r\n", 400);
        yield return ("POST http://x/ HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400);
        yield return ("POST / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n", 400);
        yield return ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505);
        yield return ("POST /%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400);
        yield return ("POST /%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400);
        yield return ("POST /../x HTTP/1.1\r\nHost: x\r\n\r\n", 400);
        yield return ("POST /%2e%2e/x HTTP/1.1\r\nHost: x\r\n\r\n", 400);
        yield return ("POST /#x HTTP/1.1\r\nHost: x\r\n\r\n", 400);
        yield return ("POST https://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 421);
        yield return ("P\u00D6ST / HTTP/1.1\r\nHost: x\r\n\r\n", 400);
        yield return ("\0POST / HTTP/1.1\r\nHost: x\r\n\r\n", 400);

        // Fields.
        yield return (Post + "X: y\r\n z\r\n\r\n", 400);
        yield return (Post + ": y\r\n\r\n", 400);
        yield return (Post + "X\r\n\r\n", 400);
        yield return (Post + "X(): y\r\n\r\n", 400);
        yield return (Post + "X: y\u007F\r\n\r\n", 400);
        yield return (Post + "Expect: the-unexpected\r\nContent-Length: 5\r\n\r\nhello", 417);
        yield return (Post + $"X: {new string('y', 40_000)}\r\n\r\n", 431);
        yield return (Post + string.Concat(Enumerable.Repeat("X: y\r\n", 100)) + "\r\n", 431);
        yield return ($"POST /{new string('y', 9_000)} HTTP/1.1\r\nHost: x\r\n\r\n", 414);
    }
}
