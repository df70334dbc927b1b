using System.Net.Sockets;
using System.Text;

namespace MirageGen.Interop.Tests;

/// <summary>Clients that go away without a word, by a reset.</summary>
public sealed class GoneClientTests(PublishedSite published)
{
    [Theory]
    [InlineData("GET /architecture.html HTTP/1.1\r\nHost: x\r\n\r\n", 50)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br\r\n\r\n", 50)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf", 1)]
    [InlineData("GET / HTTP/1.1\r\nHost: ", 1)]
    [InlineData("", 1)]
    public void A_reset_leaves_no_trace_on_the_console(string request, int times)
    {
        using var site = published.Start();
        var octets = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(request, times)));
        for (var i = 0; i < 50; i++)
        {
            using var client = new TcpClient("127.0.0.1", site.Port) { LingerState = new(enable: true, seconds: 0) };
            client.GetStream().Write(octets);
            if (i % 2 == 0 && times > 1)
            {
                _ = client.GetStream().ReadByte();
            }
        }

        Assert.StartsWith("HTTP/1.1 200 ", site.Exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal(0, site.Stop());
        Assert.All(site.Console.Split('\n'), line => Assert.Contains(" info ", line, StringComparison.Ordinal));
    }
}
