namespace MirageGen.Interop.Tests;

/// <summary>The website as curl sees it.</summary>
public sealed class CurlTests(PublishedSite published)
{
    [Fact]
    public void The_front_page_is_html_with_a_strong_tag_and_a_date()
    {
        using var site = published.Start();

        var answer = Curl(site, "/", "-i");

        Assert.StartsWith("HTTP/1.1 200 OK", answer, StringComparison.Ordinal);
        Assert.Contains("content-type: text/html; charset=utf-8", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Matches("(?im)^etag: \"[^\"]+\"\r$", answer);
        Assert.Matches("(?im)^date: \\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r$", answer);
        Assert.Contains("</html>", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public void A_compressed_variant_decodes_to_the_same_page(string coding)
    {
        using var site = published.Start();

        var plain = Curl(site, "/architecture.html");
        var head = Curl(site, "/architecture.html", "-I", "-H", $"Accept-Encoding: {coding}");
        var decoded = Curl(site, "/architecture.html", "--compressed", "-H", $"Accept-Encoding: {coding}");

        Assert.Matches($"(?im)^content-encoding: {coding}\r$", head);
        Assert.Matches("(?im)^vary: .*accept-encoding", head);
        Assert.Equal(plain, decoded);
    }

    [Fact]
    public void A_page_that_is_known_already_is_not_sent_again()
    {
        using var site = published.Start();
        var etag = Curl(site, "/style.css", "-o", "/dev/null", "-w", "%header{etag}");

        Assert.Equal("304 0", Curl(site, "/style.css", "-H", $"If-None-Match: {etag}", "-o", "/dev/null", "-w", "%{http_code} %{size_download}"));
    }

    [Fact]
    public void A_range_is_a_part_of_the_file()
    {
        using var site = published.Start();
        var whole = Curl(site, "/style.css");

        Assert.Equal(whole[10..20], Curl(site, "/style.css", "-r", "10-19"));
        Assert.Equal(whole[^5..], Curl(site, "/style.css", "-r", "-5"));
        Assert.Equal("416", Curl(site, "/style.css", "-r", "99999999-", "-o", "/dev/null", "-w", "%{http_code}"));
    }

    [Theory]
    [InlineData("/../../etc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/..%2f..%2fetc/passwd")]
    [InlineData("/%00")]
    public void No_path_leads_out_of_the_site(string path)
    {
        using var site = published.Start();

        var code = Curl(site, path, "--path-as-is", "-o", "/dev/null", "-w", "%{http_code}");

        Assert.True(code is "400" or "404", code);
    }

    [Fact]
    public void A_missing_page_is_answered_with_the_sites_own()
    {
        using var site = published.Start();

        var answer = Curl(site, "/nowhere", "-i");

        Assert.StartsWith("HTTP/1.1 404", answer, StringComparison.Ordinal);
        Assert.Contains("Only a mirage", answer, StringComparison.Ordinal);
    }

    private static string Curl(RunningSite site, string path, params string[] options) =>
        Shell.Run("curl", ["-sS", "--max-time", "20", .. options, site.Url + path]).Succeeded();
}
