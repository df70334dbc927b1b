namespace MirageGen.TcpIp.Interop.Tests;

/// <summary>The website of the examples on our own stack, as HTTP clients see it.</summary>
public sealed class HttpTests(Published published)
{
    [Theory]
    [InlineData("-4", Appliance.V4)]
    [InlineData("-6", $"[{Appliance.V6}]")]
    public void Curl_gets_the_pages_as_they_are(string version, string host)
    {
        using var site = Appliance.Start(published.StaticWebsite);
        foreach (var page in new[] { "index.html", "architecture.html", "style.css" })
        {
            var answer = site.Space.Run("curl", version, "-sS", "--fail", "--max-time", "120", $"http://{host}:8080/{page}").Succeeded();

            Assert.Equal(File.ReadAllText(Path.Combine(Published.Root(), "examples", "StaticWebsite", "htdocs", page)), answer);
        }
    }

    [Fact]
    public void Wrk_sees_no_error()
    {
        using var site = Appliance.Start(published.StaticWebsite);

        var report = site.Space.Run("wrk", "-t1", "-c64", "-d5s", "--timeout", "60s", $"http://{Appliance.V4}:8080/style.css").Succeeded();

        Assert.DoesNotContain("Socket errors", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Non-2xx", report, StringComparison.Ordinal);
        Assert.Matches(@"[1-9]\d* requests in", report);
    }

    [Theory]
    [InlineData(Appliance.V4)]
    [InlineData($"[{Appliance.V6}]")]
    public void A_thousand_connections_one_after_the_other_are_served(string host)
    {
        using var site = Appliance.Start(published.StaticWebsite);

        var report = site.Space.Run("ab", "-q", "-s", "120", "-n", "1000", "-c", "8", $"http://{host}:8080/style.css").Succeeded();

        Assert.Matches(@"Complete requests:\s+1000\n", report);
        Assert.Matches(@"Failed requests:\s+0\n", report);
    }
}
