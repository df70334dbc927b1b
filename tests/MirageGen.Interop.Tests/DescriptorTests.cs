using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace MirageGen.Interop.Tests;

/// <summary>More connections than the host gives the process descriptors for.</summary>
public sealed class DescriptorTests(PublishedSite published)
{
    private const int Descriptors = 64;
    private const int Connections = 200;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly byte[] Request = Encoding.ASCII.GetBytes("GET /favicon.svg HTTP/1.1\r\nHost: x\r\n\r\n");

    [Fact]
    public async Task Those_beyond_wait_without_costing_anything_and_are_served_when_others_leave()
    {
        using var site = published.Start($"-n {Descriptors}");
        var waiting = new List<TcpClient>();
        for (var i = 0; i < Connections; i++)
        {
            waiting.Add(new TcpClient("127.0.0.1", site.Port));
            await waiting[i].GetStream().WriteAsync(Request, TestContext.Current.CancellationToken);
        }

        var first = await TakeAnsweredAsync(waiting);
        Assert.InRange(first.Count, 1, Descriptors);
        await AssertRestsAsync(site);

        Leave(first);
        for (var served = first.Count; served < Connections;)
        {
            var next = await TakeAnsweredAsync(waiting);
            Assert.NotEmpty(next);
            served += next.Count;
            Leave(next);
        }

        Assert.Equal(0, site.Stop());
        Assert.Single(site.Console.Split('\n'), line => line.Contains("pauses until there is room", StringComparison.Ordinal));
        Assert.DoesNotContain("xception", site.Console, StringComparison.Ordinal);
    }

    /// <summary>While nothing can be accepted the site waits, again and again; one that spun would compute and never wait.</summary>
    private static async Task AssertRestsAsync(RunningSite site)
    {
        const int EnoughWaits = 10;
        var waits = site.Waits;
        var before = site.ProcessorTime;
        while (site.Waits < waits + EnoughWaits)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
            Assert.InRange(site.ProcessorTime - before, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
        }
    }

    /// <summary>Takes out the connections that are answered, when no more have been for a second.</summary>
    private static async Task<List<TcpClient>> TakeAnsweredAsync(List<TcpClient> waiting)
    {
        var count = 0;
        var limit = Stopwatch.StartNew();
        for (var quiet = Stopwatch.StartNew(); count == 0 || quiet.Elapsed < TimeSpan.FromSeconds(1);)
        {
            Assert.True(limit.Elapsed < Limit, $"of {waiting.Count} connections {count} are answered");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
            var now = waiting.Count(IsAnswered);
            if (now != count)
            {
                count = now;
                quiet.Restart();
            }
        }

        var answered = waiting.Where(IsAnswered).ToList();
        waiting.RemoveAll(answered.Contains);
        return answered;
    }

    private static bool IsAnswered(TcpClient client) => client.Available > 0;

    private static void Leave(List<TcpClient> clients) => clients.ForEach(client => client.Dispose());
}
