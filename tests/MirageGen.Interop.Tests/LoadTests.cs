using System.Globalization;
using System.Text.RegularExpressions;

namespace MirageGen.Interop.Tests;

/// <summary>The website under load generators: no request fails, and memory stays where it is.</summary>
public sealed partial class LoadTests(PublishedSite published)
{
    [Fact]
    public void Wrk_sees_no_error()
    {
        using var site = published.Start();

        var report = Shell.Run("wrk", "-t1", "-c64", "-d5s", site.Url + "/style.css").Succeeded();

        Assert.DoesNotContain("Socket errors", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Non-2xx", report, StringComparison.Ordinal);
        Assert.NotEqual(0, Number(WrkRequests(), report));
    }

    [Fact]
    public void Ab_keeps_alive_without_a_failure()
    {
        using var site = published.Start();

        var report = Shell.Run("ab", "-q", "-k", "-n", "20000", "-c", "32", site.Url + "/favicon.svg").Succeeded();

        Assert.Equal(20000, Number(AbComplete(), report));
        Assert.Equal(20000, Number(AbKeepAlive(), report));
        Assert.Equal(0, Number(AbFailed(), report));
    }

    [Fact]
    public void Ab_with_a_connection_for_each_request_sees_no_failure()
    {
        using var site = published.Start();

        var report = Shell.Run("ab", "-q", "-n", "5000", "-c", "64", site.Url + "/favicon.svg").Succeeded();

        Assert.Equal(5000, Number(AbComplete(), report));
        Assert.Equal(0, Number(AbFailed(), report));
        Assert.DoesNotContain("xception", site.Console, StringComparison.Ordinal);
    }

    [Fact]
    public void H2load_over_http_1_sees_only_successes()
    {
        using var site = published.Start();

        var report = Shell.Run("h2load", "--h1", "-n20000", "-c32", "-m8", site.Url + "/").Succeeded();

        Assert.Contains("20000 succeeded, 0 failed, 0 errored, 0 timeout", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_stays_flat_under_load()
    {
        using var site = published.Start();
        Shell.Run("wrk", "-t1", "-c64", "-d3s", site.Url + "/").Succeeded();
        var before = site.ResidentKibibytes;

        Shell.Run("wrk", "-t1", "-c64", "-d15s", site.Url + "/").Succeeded();

        const int SlackKibibytes = 4096;
        Assert.InRange(site.ResidentKibibytes, 0, before + SlackKibibytes);
    }

    [Theory]
    [InlineData("heads", "-H", "-i", "5")]
    [InlineData("bodies", "-B", "-i", "5", "-s", "4096")]
    [InlineData("readers", "-X", "-k", "5", "-n", "5", "-w", "64", "-y", "128", "-z", "16")]
    public async Task Others_are_served_beside_slow(string what, params string[] attack)
    {
        using var site = published.Start();

        var slow = Task.Run(
            () => Shell.Run("slowhttptest", [.. attack, "-c", "200", "-r", "100", "-l", "20", "-u", site.Url + "/architecture.html"]),
            TestContext.Current.CancellationToken);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("200", Shell.Run("curl", "-sS", "--max-time", "5", "-o", "/dev/null", "-w", "%{http_code}", site.Url + "/").Succeeded());
        }

        var report = await slow;
        Assert.True(AttackWasMade().IsMatch(report.Output), $"slow {what} were not tried: {report.Output}");
        Assert.Equal(0, site.Stop());
        Assert.DoesNotContain("xception", site.Console, StringComparison.Ordinal);
    }

    private static long Number(Regex pattern, string report) =>
        long.Parse(pattern.Match(report).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("Hit test time limit|No open connections left")]
    private static partial Regex AttackWasMade();

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex WrkRequests();

    [GeneratedRegex(@"Complete requests:\s+(\d+)")]
    private static partial Regex AbComplete();

    [GeneratedRegex(@"Keep-Alive requests:\s+(\d+)")]
    private static partial Regex AbKeepAlive();

    [GeneratedRegex(@"Failed requests:\s+(\d+)")]
    private static partial Regex AbFailed();
}
