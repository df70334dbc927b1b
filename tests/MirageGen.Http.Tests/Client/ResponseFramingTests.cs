using System.Net;
using System.Text;

namespace MirageGen.Http.Tests.Client;

/// <summary>Where a response ends (RFC 9112 section 6.3), against raw octets.</summary>
public sealed class ResponseFramingTests
{
    private const string Next = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext";

    public static TheoryData<string, int, string> Whole() => new()
    {
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "" },
        { "HTTP/1.1 200 \r\nContent-Length: 1\r\n\r\nx", 200, "x" },
        { "HTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx", 200, "x" },
        { "HTTP/1.9 201 Créé\r\nContent-Length: 1\r\n\r\nx", 201, "x" },
        { "HTTP/1.1 204 No Content\r\n\r\n", 204, "" },
        { "HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\n\r\n", 304, "" },
        { "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n", 304, "" },
        { "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n", 205, "" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 200, "hello" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: CHUNKED\r\n\r\n3;a=\"b;c\"\r\nhel\r\n002\r\nlo\r\n0\r\nX: y\r\n\r\n", 200, "hello" },
        { "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello" },
        { "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello", 200, "hello" },
        { "HTTP/1.1 200 OK\r\nHost: ///\r\nExpect: x\r\nContent-Length: 5\r\n\r\nhello", 200, "hello" },
    };

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_whole_response_leaves_the_connection_for_the_next(string response, int status, string body) => ClientSite.RunScript(
        async site =>
        {
            using (var first = await site.Http.GetAsync("http://server/"))
            {
                Assert.Equal((HttpStatusCode)status, first.Status);
                Assert.Equal(body, await first.ReadAsStringAsync());
            }

            Assert.Equal("next", await site.GetTextAsync("/"));
            Assert.Equal(1, site.Script.Accepted);
        },
        ScriptedConnection.AnswerAll(response, Next));

    public static TheoryData<string, int, string> Last() => new()
    {
        { "HTTP/1.1 200 OK\r\n\r\nup to the end", 200, "up to the end" },
        { "HTTP/1.1 200 OK\r\n\r\n", 200, "" },
        { "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello" },
        { "HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 5\r\n\r\nhello", 200, "hello" },
        { "HTTP/1.1 200 OK\r\nConnection: foo, close\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 200, "" },
        { "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", 204, "" },
        { "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n", 204, "" },
        { "HTTP/1.1 204 No Content\r\n\r\na body", 204, "" },
        { "HTTP/1.1 204 No Content\r\nContent-Length: 6\r\n\r\na body", 204, "" },
        { "HTTP/1.1 304 Not Modified\r\nContent-Length: 6\r\n\r\na body", 304, "" },
        { "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", 304, "" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, and more that nobody asked for", 200, "hello" },
    };

    [Theory]
    [MemberData(nameof(Last))]
    public void A_response_that_ends_or_taints_the_connection_is_its_last(string response, int status, string body) => ClientSite.RunScript(
        async site =>
        {
            using (var first = await site.Http.GetAsync("http://server/"))
            {
                Assert.Equal((HttpStatusCode)status, first.Status);
                Assert.Equal(body, await first.ReadAsStringAsync());
            }

            // What follows a response taints the connection once it is there; so the client must have the time to see it.
            await site.WaitAsync(1);
            Assert.Equal("next", await site.GetTextAsync("/"));
            Assert.Equal(2, site.Script.Accepted);
        },
        ScriptedConnection.Answer(response),
        ScriptedConnection.AnswerAll(Next));

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\n", 1)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n", 1)]
    [InlineData("\r\n", 1)]
    [InlineData("Content-Length: 5\r\n\r\nhello", 2)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 2)]
    public void A_body_in_answer_to_head_taints_the_connection(string rest, int connections) => ClientSite.RunScript(
        async site =>
        {
            using (var head = await site.Http.HeadAsync("http://server/"))
            {
                Assert.Equal(string.Empty, await head.ReadAsStringAsync());
            }

            // A body that arrives with the head is there before the next request; so the client must see it.
            await site.WaitAsync(1);
            Assert.Equal("next", await site.GetTextAsync("/"));
            Assert.Equal(connections, site.Script.Accepted);
        },
        async connection =>
        {
            await connection.TakeRequestAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\n{rest}");
            await (connections == 1 ? ScriptedConnection.AnswerAll(Next)(connection) : connection.ExpectEndAsync());
        },
        ScriptedConnection.AnswerAll(Next));

    [Theory]
    [InlineData("\r\n")]
    [InlineData("Connection: close\r\n\r\n")]
    public void A_reset_before_the_end_of_the_connection_is_no_end_of_a_body(string rest) => ClientSite.RunScript(
        async site =>
        {
            using var response = await site.Http.GetAsync("http://server/");
            await ClientSite.FailAsync(() => response.ReadAsBytesAsync(), HttpFailure.ConnectionLost);
        },
        async connection =>
        {
            await connection.TakeRequestAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\n{rest}half of it");
            await Task.Delay(TimeSpan.FromSeconds(1), connection.Clock, connection.Stop);
            connection.Flow.Abort("the server crashed");
        });

    public static TheoryData<string, HttpFailure> Malformed() => new()
    {
        { "SSH-2.0-OpenSSH_9.9\r\n", HttpFailure.BadResponse },
        { "\r\nHTTP/1.1 200 OK\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.1  200 OK\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.1 20 OK\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.1 2000 OK\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.1 099 Low\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.1 600 High\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.1 2x0 OK\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/11 200 OK\r\n\r\n", HttpFailure.BadResponse },
        { "http/1.1 200 OK\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/2.0 200 OK\r\n\r\n", HttpFailure.NotSupported },
        { "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.1 200 OK\r\nContent-Length: 0\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.1 200 OK\rContent-Length: 0\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.1 200 O\0K\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.1 200 OK\r\nA : b\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.1 200 OK\r\n: b\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.1 200 OK\r\nnothing\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\nx", HttpFailure.BadResponse },
        { "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\nhello", HttpFailure.BadResponse },
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", HttpFailure.BadResponse },
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", HttpFailure.BadResponse },
        { "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", HttpFailure.TooLarge },
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", HttpFailure.NotSupported },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: \r\n\r\n0\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", HttpFailure.BadResponse },
        { "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", HttpFailure.NotSupported },
        { "HTTP/1.1 100 Continue\r\nContent-Length: 5\r\n\r\n", HttpFailure.BadResponse },
        { "", HttpFailure.ConnectionLost },
        { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", HttpFailure.ConnectionLost },
        { "HTTP/1.1 100 Continue\r\n\r\n", HttpFailure.ConnectionLost },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_malformed_head_is_a_failure(string response, HttpFailure failure) => ClientSite.RunScript(
        async site => await ClientSite.FailAsync(() => site.Http.GetAsync("http://server/"), failure),
        ScriptedConnection.Answer(response));

    public static TheoryData<string, HttpFailure> MalformedBodies() => new()
    {
        { "Content-Length: 5\r\n\r\nhell", HttpFailure.ConnectionLost },
        { "Transfer-Encoding: chunked\r\n\r\n5\r\nhell", HttpFailure.ConnectionLost },
        { "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", HttpFailure.ConnectionLost },
        { "Transfer-Encoding: chunked\r\n\r\n0\r\n", HttpFailure.ConnectionLost },
        { "Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n", HttpFailure.ConnectionLost },
        { "Transfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n", HttpFailure.BadResponse },
        { "Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n", HttpFailure.BadResponse },
        { "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n", HttpFailure.BadResponse },
        { "Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n", HttpFailure.BadResponse },
        { "Transfer-Encoding: chunked\r\n\r\n5 \r\nhello\r\n0\r\n\r\n", HttpFailure.BadResponse },
        { "Transfer-Encoding: chunked\r\n\r\n\r\nhello\r\n0\r\n\r\n", HttpFailure.BadResponse },
        { "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n", HttpFailure.BadResponse },
        { "Transfer-Encoding: chunked\r\n\r\n0\r\nX : y\r\n\r\n", HttpFailure.BadResponse },
        { "Transfer-Encoding: chunked\r\n\r\n5;x=\"\r\nhello\r\n0\r\n\"\r\n", HttpFailure.BadResponse },
        { "Transfer-Encoding: chunked\r\n\r\n5;x\nhello\r\n0\r\n\r\n", HttpFailure.BadResponse },
    };

    [Theory]
    [MemberData(nameof(MalformedBodies))]
    public void A_malformed_or_truncated_body_is_a_failure(string rest, HttpFailure failure) => ClientSite.RunScript(
        async site =>
        {
            using var response = await site.Http.GetAsync("http://server/");
            await ClientSite.FailAsync(() => response.ReadAsBytesAsync(), failure);
        },
        ScriptedConnection.Answer($"HTTP/1.1 200 OK\r\n{rest}"));

    [Fact]
    public void A_response_split_at_every_octet_is_the_same() => ClientSite.RunScript(
        async site =>
        {
            for (var i = 1; i < Split.Length; i++)
            {
                using var response = await site.Http.GetAsync("http://server/");
                Assert.Equal("hello, world", await response.ReadAsStringAsync());
                Assert.Equal("1", response.Headers["A"]);
                Assert.Equal("z", response.Trailers["Y"]);
            }

            Assert.Equal(1, site.Script.Accepted);
        },
        async connection =>
        {
            for (var i = 1; i < Split.Length; i++)
            {
                await connection.TakeRequestAsync();
                await connection.SendAsync(Split[..i]);
                await Task.Delay(TimeSpan.FromMilliseconds(20), connection.Clock, connection.Stop);
                await connection.SendAsync(Split[i..]);
            }

            await connection.ExpectEndAsync();
        });

    [Fact]
    public void A_response_octet_by_octet_is_the_same() => ClientSite.RunScript(
        async site => Assert.Equal("hello, world", await site.GetTextAsync("/")),
        async connection =>
        {
            await connection.TakeRequestAsync();
            foreach (var character in Split)
            {
                await connection.SendAsync(character.ToString());
                await Task.Delay(TimeSpan.FromMilliseconds(5), connection.Clock, connection.Stop);
            }
        });

    [Fact]
    public void Trailers_come_behind_the_body() => ClientSite.RunScript(
        async site =>
        {
            using var response = await site.Http.GetAsync("http://server/");
            Assert.Equal(0, response.Trailers.Count);
            Assert.Equal("x", await response.ReadAsStringAsync());
            Assert.Equal("1, 2", response.Trailers["T"]);
            Assert.Throws<InvalidOperationException>(() => response.Trailers["T"] = "3");
        },
        ScriptedConnection.AnswerAll("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nT: 1\r\nT: 2\r\n\r\n"));

    [Fact]
    public void A_body_streams_while_it_arrives() => ClientSite.RunScript(
        async site =>
        {
            using var response = await site.Http.GetAsync("http://server/");
            var begun = site.World.Now;
            var first = await response.Body.ReadAtLeastAsync(5);
            Assert.True(site.World.Now - begun < TimeSpan.FromSeconds(5));
            Assert.Equal("first", Encoding.ASCII.GetString(first.Buffer));
            response.Body.AdvanceTo(first.Buffer.End);
            Assert.Equal("second", await response.ReadAsStringAsync());
        },
        async connection =>
        {
            await connection.TakeRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nfirst");
            await Task.Delay(TimeSpan.FromSeconds(10), connection.Clock, connection.Stop);
            await connection.SendAsync("second");
            await connection.ExpectEndAsync();
        });

    [Theory]
    [InlineData("text/plain; charset=iso-8859-1", "é", "é")]
    [InlineData("text/plain;charset=\"ISO-8859-1\"; x=y", "é", "é")]
    [InlineData("text/plain; charset=utf-8", "\u00EF\u00BB\u00BF\u00C3\u00A9", "é")]
    [InlineData("text/plain", "\u00C3\u00A9", "é")]
    [InlineData("text/plain; charset=utf-16le", "e\0", "e")]
    [InlineData("text/plain; charset=unheard-of", "\u00C3\u00A9", "é")]
    public void Text_is_read_in_its_charset(string type, string octets, string text) => ClientSite.RunScript(
        async site => Assert.Equal(text, await site.GetTextAsync("/")),
        ScriptedConnection.AnswerAll($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {octets.Length}\r\n\r\n{octets}"));

    private const string Split = "HTTP/1.1 200 OK\r\nA: 1\r\nTransfer-Encoding: chunked\r\n\r\n7;x\r\nhello, \r\n5\r\nworld\r\n0\r\nY: z\r\n\r\n";
}
