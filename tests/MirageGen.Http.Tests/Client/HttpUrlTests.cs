namespace MirageGen.Http.Tests.Client;

/// <summary>What is a URL, and what cannot get into a request.</summary>
public sealed class HttpUrlTests
{
    [Theory]
    [InlineData("http://h", "h", 80, "/")]
    [InlineData("http://h/", "h", 80, "/")]
    [InlineData("HTTP://EXAMPLE.com:8080/Path?Q#F", "example.com", 8080, "/Path?Q")]
    [InlineData("http://h?q", "h", 80, "/?q")]
    [InlineData("http://h#f", "h", 80, "/")]
    [InlineData("http://h:/x", "h", 80, "/x")]
    [InlineData("http://10.0.0.1:65535/", "10.0.0.1", 65535, "/")]
    [InlineData("http://[::1]:81/x", "::1", 81, "/x")]
    [InlineData("http://[2001:DB8::1]", "2001:db8::1", 80, "/")]
    [InlineData("http://h/%41?%2F??#?", "h", 80, "/%41?%2F??")]
    [InlineData("http://h//a/../b;c=d", "h", 80, "//a/../b;c=d")]
    public void A_url_is_taken_apart(string text, string host, int port, string target)
    {
        var url = HttpUrl.Parse(text);
        Assert.Equal(new(host, port), url.Origin);
        Assert.Equal(target, url.Target);
    }

    [Theory]
    [InlineData("")]
    [InlineData("h")]
    [InlineData("//h/")]
    [InlineData("ftp://h/")]
    [InlineData("http:/h/")]
    [InlineData("http://")]
    [InlineData("http:///x")]
    [InlineData("http://:80/")]
    [InlineData("http://u@h/")]
    [InlineData("http://u:p@h/")]
    [InlineData("http://h:0/")]
    [InlineData("http://h:65536/")]
    [InlineData("http://h:+80/")]
    [InlineData("http://h:8a/")]
    [InlineData("http://h:80:80/")]
    [InlineData("http://[::1/")]
    [InlineData("http://[::1]x/")]
    [InlineData("http://[10.0.0.1]/")]
    [InlineData("http://[fe80::1%25eth0]/")]
    [InlineData("http://::1/")]
    [InlineData("http://h%41/")]
    [InlineData("http://h,i/")]
    [InlineData("http://hést/")]
    [InlineData("http://h\\x/")]
    [InlineData("http://h/a b")]
    [InlineData("http://h/é")]
    [InlineData("http://h/%4")]
    [InlineData("http://h/%zz")]
    [InlineData("http://h/\\")]
    [InlineData("http://h/?a=\"b\"")]
    public void What_is_no_url_is_refused(string text)
    {
        var error = Assert.Throws<HttpClientException>(() => HttpUrl.Parse(text));
        Assert.Equal(HttpFailure.BadUrl, error.Failure);
        Assert.Contains("is not a URL that can be fetched: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Https_is_refused_with_its_reason()
    {
        var error = Assert.Throws<HttpClientException>(() => new HttpClientRequest(HttpMethod.Get, "https://example.com/"));
        Assert.Equal(HttpFailure.NotSupported, error.Failure);
        Assert.Equal("cannot fetch https://example.com/: TLS is not supported, only http:// URLs are", error.Message);
    }

    [Fact]
    public void A_url_without_end_is_refused() =>
        Assert.Throws<HttpClientException>(() => HttpUrl.Parse($"http://h/{new string('x', 100_000)}"));

    [Theory]
    [InlineData("http://h/\r\nX: y")]
    [InlineData("http://h/\nX: y")]
    [InlineData("http://h/\0")]
    [InlineData("http://h\r\n/")]
    [InlineData("http://h/#\r\n")]
    [InlineData("\thttp://h/")]
    [InlineData("http://h/\u007F")]
    public void Control_characters_in_a_url_are_the_callers_mistake(string url) =>
        Assert.Throws<ArgumentException>(() => new HttpClientRequest(HttpMethod.Get, url));

    [Theory]
    [InlineData("X", "a\r\nY: b")]
    [InlineData("X", "a\nb")]
    [InlineData("X", "a\rb")]
    [InlineData("X", "a\0b")]
    [InlineData("X", "\u0100")]
    [InlineData("X\r\nY", "a")]
    [InlineData("X:", "a")]
    [InlineData("X ", "a")]
    [InlineData("", "a")]
    [InlineData("Transfer-Encoding", "chunked")]
    [InlineData("Content-Length", "1, 2")]
    public void Nothing_can_be_smuggled_through_a_field(string name, string value)
    {
        var request = new HttpClientRequest(HttpMethod.Get, "http://h/");
        Assert.Throws<ArgumentException>(() => request.Headers.Add(name, value));
        Assert.Throws<ArgumentException>(() => request.Trailers.Add(name, value));
        Assert.Empty(request.Headers);
    }

    [Theory]
    [InlineData("GET /\r\n")]
    [InlineData("G T")]
    [InlineData("G\0T")]
    public void Nothing_can_be_smuggled_through_a_method(string name) => Assert.Throws<ArgumentException>(() => new HttpMethod(name));

    [Fact]
    public void What_does_not_fit_together_is_refused() => ClientSite.Run(
        _ => { },
        async site =>
        {
            await RefusedAsync(request => request.Headers.Add("Expect", "100-continue"));
            await RefusedAsync(request => request.Headers.Add("Content-Length", "5"));
            await RefusedAsync(request => request.Headers.Add("Host", "a b"));
            await RefusedAsync(request =>
            {
                request.Headers.Add("Host", "a");
                request.Headers.Add("Host", "b");
            });
            await RefusedAsync(request => request.Trailers.Add("X", "y"));
            await RefusedAsync(request => request.SetBody("x"), HttpMethod.Trace);
            Assert.Throws<ArgumentException>(() => new HttpClientRequest(new HttpMethod("CONNECT"), "http://h/"));
            Assert.Throws<ArgumentException>(() => site.Http.Options = new() { UserAgent = "a\r\nb" });

            Task RefusedAsync(Action<HttpClientRequest> spoil, HttpMethod method = default)
            {
                var request = new HttpClientRequest(method, "http://server/");
                spoil(request);
                return Assert.ThrowsAsync<ArgumentException>(() => site.Http.SendAsync(request));
            }
        });
}
