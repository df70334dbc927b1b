using System.Text;
using MirageGen.TestKit;

namespace MirageGen.Http.Tests.Fuzz;

/// <summary>Makes what is almost a request, or several, out of requests and pieces of them.</summary>
internal static class Mutator
{
    private const int LargestBytes = 64 * 1024;

    private static readonly byte[][] Seeds = [.. new[]
    {
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /digits.txt?a=b HTTP/1.1\r\nHost: x\r\nRange: bytes=0-1,3-4\r\nIf-Range: \"x\"\r\n\r\n",
        "HEAD /page.html HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip;q=0.5, br\r\nIf-None-Match: W/\"a\", \"b\"\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n5;a=\"b\"\r\nhello\r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\n",
        "PUT /ignore HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
        "OPTIONS * HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
        "GET http://x/%64ocs/../docs?q=1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
        "DELETE /users/%C3%BC/..%2f HTTP/1.1\r\nHost: x\r\nConnection: close\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n",
    }.Select(Encoding.Latin1.GetBytes)];

    private static readonly byte[][] Pieces = [.. new[]
    {
        "\r\n", "\n", "\r", "\r\n\r\n", " ", "\t", ":", ",", ";", "=", "\"", "%", "%2e", "%00", "%2F", "..", "/", "//", "?", "#", "\0", "\u007F", "\u0080\u00FF",
        "0", "5", "-1", "ffffffffffffffff", "99999999999999999999", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "GET ", "BREW ", "CONNECT x:1 ",
        "Host: y\r\n", "Content-Length: 5\r\n", "Content-Length: 0\r\n", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip\r\n", "Expect: 100-continue\r\n",
        "Connection: close\r\n", "Range: bytes=-1,0-\r\n", "If-Match: *\r\n", "Accept-Encoding: *;q=0\r\n", "0\r\n\r\n", " folded\r\n",
    }.Select(Encoding.Latin1.GetBytes)];

    /// <summary>Makes an input; the same for the same state of the random source.</summary>
    public static byte[] Make(SeededRandom random)
    {
        var octets = new List<byte>();
        for (var count = 1 + random.NextInt32(3); count > 0; count--)
        {
            octets.AddRange(Seeds[random.NextInt32(Seeds.Length)]);
        }

        for (var count = random.NextInt32(6); count > 0; count--)
        {
            Mutate(octets, random);
        }

        return octets.Count > LargestBytes ? [.. octets[..LargestBytes]] : [.. octets];
    }

    private static void Mutate(List<byte> octets, SeededRandom random)
    {
        if (octets.Count == 0)
        {
            return;
        }

        var at = random.NextInt32(octets.Count);
        var length = Math.Min(octets.Count - at, 1 + random.NextInt32(16));
        switch (random.NextInt32(6))
        {
            case 0:
                octets[at] ^= (byte)(1 << random.NextInt32(8));
                break;
            case 1:
                octets.RemoveRange(at, length);
                break;
            case 2:
                octets.InsertRange(at, Pieces[random.NextInt32(Pieces.Length)]);
                break;
            case 3:
                octets.InsertRange(random.NextInt32(octets.Count), octets.GetRange(at, length));
                break;
            case 4:
                octets.InsertRange(at, Enumerable.Repeat(octets[at], 1 + random.NextInt32(12_000)));
                break;
            default:
                octets.RemoveRange(at, octets.Count - at);
                break;
        }
    }
}
