namespace MirageGen.Interop.Tests;

/// <summary>What is malformed is refused with the right status and a closed connection, and the console stays quiet.</summary>
public sealed class MalformedRequestTests(PublishedSite published)
{
    private static readonly string LongPath = "/" + new string('a', 20_000);
    private static readonly string LongField = new('b', 80_000);

    public static TheoryData<string, int> Requests() => new()
    {
        { "GARBAGE\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400 },
        { "GET / HTTP/1.1\nHost: a\n\n", 400 },
        { "GET / HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4, 5\r\n\r\nabcde", 400 },
        { "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +4\r\n\r\nabcd", 400 },
        { "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505 },
        { "BREW / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 501 },
        { $"GET {LongPath} HTTP/1.1\r\nHost: a\r\n\r\n", 414 },
        { $"GET / HTTP/1.1\r\nHost: a\r\nX: {LongField}\r\n\r\n", 431 },
        { "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n", 413 },
        { "GET / HTTP/1.1\r\nHost: a\r\n", 408 },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void It_is_refused_and_the_connection_closed(string request, int status)
    {
        using var site = published.Start();

        var answer = site.Exchange(request);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("connection: close", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, site.Stop());
        Assert.DoesNotContain("xception", site.Console, StringComparison.Ordinal);
    }
}
