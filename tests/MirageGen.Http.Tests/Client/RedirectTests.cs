using System.Net;
using Microsoft.Extensions.Logging;

namespace MirageGen.Http.Tests.Client;

/// <summary>Redirects (RFC 9110 section 15.4).</summary>
public sealed class RedirectTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static string To(int status, string location) => $"HTTP/1.1 {status} x\r\nLocation: {location}\r\nContent-Length: 3\r\n\r\nsee";

    [Fact]
    public void Redirects_are_returned_unless_asked_to_be_followed() => ClientSite.RunScript(
        async site =>
        {
            using var response = await site.Http.GetAsync("http://server/a");
            Assert.Equal(HttpStatusCode.Found, response.Status);
            Assert.Equal("/b", response.Headers["Location"]);
            Assert.Equal("see", await response.ReadAsStringAsync());
        },
        ScriptedConnection.AnswerAll(To(302, "/b")));

    [Theory]
    [InlineData("POST", 301, "GET")]
    [InlineData("POST", 302, "GET")]
    [InlineData("POST", 303, "GET")]
    [InlineData("POST", 307, "POST")]
    [InlineData("POST", 308, "POST")]
    [InlineData("PUT", 301, "PUT")]
    [InlineData("PUT", 302, "PUT")]
    [InlineData("PUT", 303, "GET")]
    [InlineData("PUT", 308, "PUT")]
    [InlineData("HEAD", 303, "HEAD")]
    [InlineData("GET", 301, "GET")]
    public void The_method_follows_the_rules(string method, int status, string expected) => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { MaxRedirects = 5 };
            var request = new HttpClientRequest(new HttpMethod(method), "http://server/a");
            request.Headers["X-Kept"] = "yes";
            if (method is "POST" or "PUT")
            {
                request.SetBody("body", "text/x-test");
            }

            using var response = await site.Http.SendAsync(request);
            Assert.Equal("http://server/b?q", response.Url);
            Assert.True(response.IsSuccess);
        },
        async connection =>
        {
            await connection.TakeRequestAsync();
            await connection.SendAsync(method == "HEAD" ? To(status, "/b?q")[..^3] : To(status, "/b?q"));
            var next = await connection.TakeRequestAsync();
            Assert.StartsWith($"{expected} /b?q HTTP/1.1\r\n", next);
            Assert.Equal("yes", ScriptedConnection.Field(next, "X-Kept"));
            var keepsBody = expected is "POST" or "PUT";
            Assert.Equal(keepsBody ? "text/x-test" : null, ScriptedConnection.Field(next, "Content-Type"));
            Assert.Equal(keepsBody, next.EndsWith("body", StringComparison.Ordinal));
            await connection.SendAsync(expected == "HEAD" ? Ok[..^2] : Ok);
            await connection.ExpectEndAsync();
        });

    [Theory]
    [InlineData("http://server/other", true)]
    [InlineData("//server:80/other", true)]
    [InlineData("http://alias/other", false)]
    public void Credentials_stay_with_their_origin(string location, bool keeps) => ClientSite.RunScript(
        async site =>
        {
            site.World.Internet.AddName("alias", site.ServerHost.Address);
            site.Http.Options = new() { MaxRedirects = 1 };
            var request = new HttpClientRequest(HttpMethod.Get, "http://server/");
            request.Headers["Authorization"] = "Basic c2VjcmV0";
            request.Headers["Cookie"] = "a=b";
            request.Headers["X-Kept"] = "yes";
            using var response = await site.Http.SendAsync(request);
            Assert.Equal("Basic c2VjcmV0", request.Headers["Authorization"]);
        },
        async connection =>
        {
            await connection.TakeRequestAsync();
            await connection.SendAsync(To(302, location));
            await (keeps ? CheckAsync(connection, keeps) : connection.ExpectEndAsync());
        },
        connection => CheckAsync(connection, keeps));

    [Fact]
    public void Credentials_stay_behind_when_the_port_changes_and_do_not_come_back() => ClientSite.Run(
        http =>
        {
            http.MapGet("/", exchange =>
            {
                exchange.Response.Redirect("http://server:81/");
                return default;
            });
            http.MapGet("/back", exchange => exchange.Response.WriteAsync($"back with {exchange.Request.Headers["Authorization"] ?? "nothing"}"));
        },
        async site =>
        {
            var other = new HttpServer(site.ServerHost.Stack, site.ServerHost.Clock, site.ServerHost.Logs.CreateLogger<HttpServer>());
            var seen = new List<string?>();
            other.MapGet("/", exchange =>
            {
                seen.Add(exchange.Request.Headers["Authorization"]);
                seen.Add(exchange.Request.Headers["Cookie"]);
                exchange.Response.Redirect("http://server/back");
                return default;
            });
            site.ServerHost.Start(stop => other.RunAsync(81, stop), "other");
            site.Http.Options = new() { MaxRedirects = 5 };
            var request = new HttpClientRequest(HttpMethod.Get, "http://server/");
            request.Headers["Authorization"] = "Basic c2VjcmV0";
            request.Headers["Cookie"] = "a=b";
            using var response = await site.Http.SendAsync(request);
            Assert.Equal("back with nothing", await response.ReadAsStringAsync());
            Assert.Equal([null, null], seen);
        });

    [Fact]
    public void A_redirect_to_several_places_fails() => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { MaxRedirects = 1 };
            await ClientSite.FailAsync(() => site.GetTextAsync("/"), HttpFailure.BadRedirect);
        },
        ScriptedConnection.AnswerAll("HTTP/1.1 302 x\r\nLocation: /a\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"));

    [Theory]
    [InlineData("c", "/a/c")]
    [InlineData("./c?x#frag", "/a/c?x")]
    [InlineData("../c", "/c")]
    [InlineData("../../../c", "/c")]
    [InlineData("/x/./y/../z", "/x/z")]
    [InlineData("?n", "/a/b?n")]
    [InlineData("http://server", "/")]
    [InlineData("HTTP://SERVER:/up", "/up")]
    public void References_are_resolved(string location, string target) => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { MaxRedirects = 1 };
            using var response = await site.Http.GetAsync("http://server/a/b?q");
            Assert.Equal($"http://server{target}", response.Url);
        },
        ScriptedConnection.AnswerAll(To(301, location), Ok));

    [Theory]
    [InlineData("https://server/")]
    [InlineData("ftp://server/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://user@server/")]
    [InlineData("/a b")]
    [InlineData("/a\tb")]
    [InlineData("http://server\t/")]
    [InlineData("http://server:99999/")]
    public void A_redirect_that_cannot_be_followed_fails(string location) => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { MaxRedirects = 1 };
            await ClientSite.FailAsync(() => site.GetTextAsync("/"), HttpFailure.BadRedirect);
        },
        ScriptedConnection.AnswerAll(To(302, location)));

    [Fact]
    public void A_loop_ends_at_the_bound() => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { MaxRedirects = 3 };
            var error = await ClientSite.FailAsync(() => site.GetTextAsync("/"), HttpFailure.BadRedirect);
            Assert.Equal("cannot GET http://server/: redirected more than 3 times (MaxRedirects)", error.Message);
        },
        ScriptedConnection.AnswerAll(To(302, "/"), To(302, "/"), To(302, "/"), To(302, "/")));

    [Fact]
    public void A_written_body_goes_along_only_where_it_may_be_written_again() => ClientSite.RunScript(
        async site =>
        {
            site.Http.Options = new() { MaxRedirects = 3 };
            await ClientSite.FailAsync(() => SendAsync(canRepeat: false), HttpFailure.BadRedirect);
            using var response = await SendAsync(canRepeat: true);
            Assert.True(response.IsSuccess);

            Task<HttpClientResponse> SendAsync(bool canRepeat)
            {
                var request = new HttpClientRequest(HttpMethod.Post, "http://server/");
                request.SetBody(async (body, stop) => await body.WriteAsync("written"u8.ToArray(), stop), canRepeat: canRepeat);
                return site.Http.SendAsync(request);
            }
        },
        ScriptedConnection.AnswerAll(To(307, "/b"), To(307, "/b"), Ok));

    private static async Task CheckAsync(ScriptedConnection connection, bool keeps)
    {
        var next = await connection.TakeRequestAsync();
        Assert.Equal(keeps ? "Basic c2VjcmV0" : null, ScriptedConnection.Field(next, "Authorization"));
        Assert.Equal(keeps ? "a=b" : null, ScriptedConnection.Field(next, "Cookie"));
        Assert.Equal("yes", ScriptedConnection.Field(next, "X-Kept"));
        await connection.SendAsync(Ok);
        await connection.ExpectEndAsync();
    }
}
