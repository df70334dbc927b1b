namespace MirageGen.Http.Tests.Content;

/// <summary>Conditional requests (RFC 9110 section 13).</summary>
public sealed class ConditionalTests
{
    private const string Modified = "Sun, 01 Jun 2025 12:30:15 GMT";
    private const string Before = "Sun, 01 Jun 2025 12:30:14 GMT";
    private const string After = "Sun, 01 Jun 2025 12:30:16 GMT";

    private static readonly string Tag = StaticSite.Ask(isEmbedded: true, "GET /digits.txt")["ETag"]!;

    [Theory]
    [InlineData(304, "If-None-Match: {tag}")]
    [InlineData(304, "If-None-Match: W/{tag}")]
    [InlineData(304, "If-None-Match: \"x\", {tag}")]
    [InlineData(304, "If-None-Match: \"x\"\t,\t{tag} , \"y\"")]
    [InlineData(304, "If-None-Match: \"a,b\",{tag}")]
    [InlineData(304, "If-None-Match: *")]
    [InlineData(304, "If-None-Match: \"x\"", "If-None-Match: {tag}")]
    [InlineData(200, "If-None-Match: \"x\"")]
    [InlineData(200, "If-None-Match: x")]
    [InlineData(200, "If-None-Match: ")]
    [InlineData(200, "If-None-Match: \"x\" {tag}")]
    [InlineData(200, "If-None-Match: w/{tag}")]
    [InlineData(304, "If-Modified-Since: " + Modified)]
    [InlineData(304, "If-Modified-Since: " + After)]
    [InlineData(200, "If-Modified-Since: " + Before)]
    [InlineData(200, "If-Modified-Since: yesterday")]
    [InlineData(304, "If-Modified-Since: Sunday, 01-Jun-25 12:30:15 GMT")]
    [InlineData(304, "If-Modified-Since: Sun Jun  1 12:30:15 2025")]
    [InlineData(200, "If-Match: {tag}")]
    [InlineData(200, "If-Match: \"x\", {tag}")]
    [InlineData(200, "If-Match: *")]
    [InlineData(412, "If-Match: \"x\"")]
    [InlineData(412, "If-Match: W/{tag}")]
    [InlineData(412, "If-Match: ")]
    [InlineData(200, "If-Unmodified-Since: " + Modified)]
    [InlineData(200, "If-Unmodified-Since: " + After)]
    [InlineData(412, "If-Unmodified-Since: " + Before)]
    [InlineData(200, "If-Unmodified-Since: yesterday")]

    // A date twice is none: nobody can say which one is meant (sections 13.1.3 and 13.1.4).
    [InlineData(200, "If-Modified-Since: " + After, "If-Modified-Since: " + After)]
    [InlineData(200, "If-Modified-Since: " + After + ", " + After)]
    [InlineData(200, "If-Unmodified-Since: " + Before, "If-Unmodified-Since: " + Before)]

    // The order of precedence, section 13.2.2.
    [InlineData(200, "If-None-Match: \"x\"", "If-Modified-Since: " + After)]
    [InlineData(304, "If-None-Match: {tag}", "If-Modified-Since: " + Before)]
    [InlineData(412, "If-Match: \"x\"", "If-None-Match: {tag}")]
    [InlineData(304, "If-Match: {tag}", "If-None-Match: {tag}")]
    [InlineData(200, "If-Match: {tag}", "If-Unmodified-Since: " + Before)]
    [InlineData(412, "If-Unmodified-Since: " + Before, "If-None-Match: {tag}")]
    [InlineData(304, "If-Unmodified-Since: " + After, "If-Modified-Since: " + After)]
    public void Conditions_are_judged_in_order(int status, params string[] fields)
    {
        foreach (var method in new[] { "GET", "HEAD" })
        {
            var response = StaticSite.Ask(isEmbedded: true, $"{method} /digits.txt", [.. fields.Select(field => field.Replace("{tag}", Tag, StringComparison.Ordinal))]);
            Assert.Equal(status, response.Status);
            if (status == 304)
            {
                Assert.Equal(Tag, response["ETag"]);
                Assert.Equal("no-cache", response["Cache-Control"]);
                Assert.NotNull(response["Date"]);
                Assert.Null(response["Content-Type"]);
                Assert.Null(response["Content-Length"]);
            }
        }
    }

    [Fact]
    public void A_304_leaves_the_connection_in_order() =>
        TestSite.RunConnection(StaticSite.Embedded, async connection =>
        {
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal(304, (await connection.AskAsync($"GET /digits.txt HTTP/1.1\r\nHost: x\r\nIf-None-Match: {Tag}\r\n\r\n")).Status);
                Assert.Equal("0123456789", (await connection.AskAsync("GET /digits.txt HTTP/1.1\r\nHost: x\r\n\r\n")).Text);
            }
        });

    [Fact]
    public void Each_coding_has_a_tag_of_its_own()
    {
        var plain = StaticSite.Ask(isEmbedded: true, "GET /page.html");
        var brotli = StaticSite.Ask(isEmbedded: true, "GET /page.html", "Accept-Encoding: br");
        Assert.NotEqual(plain["ETag"], brotli["ETag"]);
        Assert.Equal(304, StaticSite.Ask(isEmbedded: true, "GET /page.html", "Accept-Encoding: br", $"If-None-Match: {brotli["ETag"]}").Status);
        Assert.Equal(200, StaticSite.Ask(isEmbedded: true, "GET /page.html", "Accept-Encoding: br", $"If-None-Match: {plain["ETag"]}").Status);
        Assert.Equal("Accept-Encoding", StaticSite.Ask(isEmbedded: true, "GET /page.html", "Accept-Encoding: br", "If-None-Match: *")["Vary"]);
    }

    [Fact]
    public void Stored_files_are_conditional_too()
    {
        var response = StaticSite.Ask(isEmbedded: false, "GET /digits.txt");
        Assert.Equal(304, StaticSite.Ask(isEmbedded: false, "GET /digits.txt", $"If-None-Match: {response["ETag"]}").Status);
        Assert.Equal(304, StaticSite.Ask(isEmbedded: false, "GET /digits.txt", $"If-Modified-Since: {response["Last-Modified"]}").Status);
        Assert.Equal(412, StaticSite.Ask(isEmbedded: false, "GET /digits.txt", "If-Match: \"x\"").Status);
    }

    [Theory]
    [InlineData("\"a\"", "\"a\"", true, true)]
    [InlineData("W/\"a\"", "\"a\"", true, false)]
    [InlineData("\"a\"", "W/\"a\"", true, false)]
    [InlineData("W/\"a\"", "W/\"a\"", true, false)]
    [InlineData("\"a\"", "\"b\"", false, false)]
    [InlineData("W/\"a\"", "W/\"b\"", false, false)]
    public void Tags_are_compared_weakly_and_strongly(string left, string right, bool weak, bool strong)
    {
        var a = System.Text.Encoding.ASCII.GetBytes(left);
        var b = System.Text.Encoding.ASCII.GetBytes(right);
        Assert.Equal(weak, EntityTags.AreEqual(a, b, isWeak: true));
        Assert.Equal(strong, EntityTags.AreEqual(a, b, isWeak: false));
    }
}
