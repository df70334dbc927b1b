namespace MirageGen.Http.Tests.Routing;

/// <summary>Which route answers a path.</summary>
public sealed class RoutingTests
{
    [Theory]
    [InlineData("/", "root")]
    [InlineData("/users", "users")]
    [InlineData("/users/", "users/")]
    [InlineData("/users/me", "me")]
    [InlineData("/users/7", "user 7")]
    [InlineData("/users/7/posts", "posts of 7")]
    [InlineData("/users/me/posts", "posts of me")]
    [InlineData("/users/7/posts/9", "post 9 of 7")]
    [InlineData("/users/7/posts/latest", "latest of 7")]
    [InlineData("/files/", "file ''")]
    [InlineData("/files/a/b/c.txt", "file 'a/b/c.txt'")]
    [InlineData("/files/info", "info")]
    [InlineData("/users/gr%C3%BC%C3%9Fe", "user grüße")]
    [InlineData("/users/a%20b", "user a b")]
    [InlineData("/users/a%2Fb", "user a/b")]
    [InlineData("/files/a%2Fb/c", "file 'a/b/c'")]
    [InlineData("/users/x/../7", "user 7")]
    [InlineData("/b%65auty", "beauty")]
    [InlineData("/a%20space", "a space")]
    [InlineData("/users/%6De", "me")]
    [InlineData("/users//posts", "404")]
    [InlineData("/users/7/", "404")]
    [InlineData("/users/7/posts/9/x", "404")]
    [InlineData("/Users", "404")]
    [InlineData("/files", "404")]
    [InlineData("//", "404")]
    public void The_most_specific_pattern_answers(string path, string expected) => Assert.Equal(expected, Ask("GET", path));

    [Theory]
    [InlineData("POST", "/users/me", "made me")]
    [InlineData("POST", "/users/7", "made 7")]
    [InlineData("DELETE", "/users/7", "405 GET, HEAD, POST, OPTIONS")]
    [InlineData("DELETE", "/users/me", "405 GET, HEAD, POST, OPTIONS")]
    [InlineData("PUT", "/files/a", "405 GET, HEAD, OPTIONS")]
    [InlineData("POST", "/nothing", "404")]
    public void A_pattern_for_the_method_answers_even_if_a_more_specific_one_is_for_another(
        string method, string path, string expected) => Assert.Equal(expected, Ask(method, path));

    [Theory]
    [InlineData("users")]
    [InlineData("")]
    [InlineData("/{}")]
    [InlineData("/{a")]
    [InlineData("/a}")]
    [InlineData("/{a}.txt")]
    [InlineData("/x{a}")]
    [InlineData("/{id:int}")]
    [InlineData("/{a?}")]
    [InlineData("/{**a}/b")]
    [InlineData("/{a}/{a}")]
    [InlineData("/a/../b")]
    [InlineData("/{a}{b}")]
    [InlineData("/1/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}/{j}/{k}/{l}/{m}/{n}/{o}/{p}/{q}")]
    public void What_is_no_pattern_is_refused_with_the_reason(string pattern)
    {
        var error = Assert.Throws<ArgumentException>(() => new RouteTable().Add(HttpMethod.Get, pattern, _ => default));
        Assert.Contains($"'{pattern}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/a", "/a")]
    [InlineData("/{a}", "/{b}")]
    [InlineData("/x/{**a}", "/x/{**b}")]
    public void A_pattern_can_be_mapped_once_for_a_method(string first, string second)
    {
        var table = new RouteTable();
        table.Add(HttpMethod.Get, first, _ => default);
        table.Add(HttpMethod.Post, second, _ => default);
        Assert.Throws<ArgumentException>(() => table.Add(HttpMethod.Get, second, _ => default));
    }

    [Fact]
    public void A_parameter_that_the_pattern_does_not_have_is_an_error() =>
        Assert.Equal(
            500,
            TestSite.Ask(
                http => http.MapGet("/{a}", exchange => exchange.Response.WriteAsync(exchange.Request.Route("b"))),
                "GET /x HTTP/1.1\r\nHost: x\r\n\r\n").Status);

    [Fact]
    public void Many_paths_are_told_apart()
    {
        var table = new PathTable();
        for (var i = 0; i < 10_000; i++)
        {
            table.GetOrAdd(System.Text.Encoding.ASCII.GetBytes($"/page/{i}"));
        }

        Assert.Equal(10_000, table.Count);
        for (var i = 0; i < 10_000; i++)
        {
            Assert.True(table.TryFind(System.Text.Encoding.ASCII.GetBytes($"/page/{i}"), out var routes));
            Assert.Same(routes, table.GetOrAdd(System.Text.Encoding.ASCII.GetBytes($"/page/{i}")));
        }

        Assert.False(table.TryFind("/page/10000"u8, out _));
        Assert.False(table.TryFind(""u8, out _));
    }

    [Theory]
    [InlineData("a=1&b=2", "a", "1")]
    [InlineData("a=1&b=2", "b", "2")]
    [InlineData("a=1&a=2", "a", "1")]
    [InlineData("a=1", "c", null)]
    [InlineData("", "a", null)]
    [InlineData("a", "a", "")]
    [InlineData("a=", "a", "")]
    [InlineData("&&a=1&&", "a", "1")]
    [InlineData("a=b=c", "a", "b=c")]
    [InlineData("q=a+b%20c", "q", "a b c")]
    [InlineData("q=100%&x", "q", "100%")]
    [InlineData("q=%zz%4", "q", "%zz%4")]
    [InlineData("q=%C3%BC", "q", "ü")]
    [InlineData("%71=1", "q", "1")]
    public void A_query_is_read_by_name(string query, string name, string? expected) =>
        Assert.Equal(expected, QueryText.Find(System.Text.Encoding.ASCII.GetBytes(query), name));

    [Fact]
    public void A_query_is_read_as_pairs() =>
        Assert.Equal(
            [new("a", "1"), new("b", ""), new("a", "2 3")],
            QueryText.ReadAll("a=1&b&a=2+3"u8));

    private static string Ask(string method, string path)
    {
        var response = TestSite.Ask(Map, $"{method} {path} HTTP/1.1\r\nHost: x\r\n\r\n");
        return response.Status switch
        {
            200 => response.Text,
            405 => $"405 {response["Allow"]}",
            _ => $"{response.Status}",
        };
    }

    private static void Map(HttpServer http)
    {
        Get("/users/{id}/posts/latest", exchange => $"latest of {exchange.Request.Route("id")}");
        Get("/files/{**path}", exchange => $"file '{exchange.Request.Route("path")}'");
        Get("/files/info", exchange => "info");
        Get("/users/{id}/posts/{post}", exchange => $"post {exchange.Request.Route("post")} of {exchange.Request.Route("id")}");
        Get("/users/{id}", exchange => $"user {exchange.Request.Route("id")}");
        Get("/users/{id}/posts", exchange => $"posts of {exchange.Request.Route("id")}");
        Get("/users/me", exchange => "me");
        Get("/users", exchange => "users");
        Get("/users/", exchange => "users/");
        Get("/beauty", exchange => "beauty");
        Get("/a space", exchange => "a space");
        Get("/", exchange => "root");
        http.MapPost("/users/{id}", exchange => exchange.Response.WriteAsync($"made {exchange.Request.Route("id")}"));

        void Get(string pattern, Func<HttpExchange, string> answer) =>
            http.MapGet(pattern, exchange => exchange.Response.WriteAsync(answer(exchange)));
    }
}
