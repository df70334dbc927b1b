using System.Net;
using System.Text;

namespace MirageGen.Http.Tests.Client;

/// <summary>The client against the server of this library.</summary>
public sealed class ClientBasicsTests
{
    [Fact]
    public void Get_brings_status_fields_and_text() => ClientSite.Run(
        server => server.MapGet("/hello", exchange =>
        {
            exchange.Response.Headers["X-Kind"] = "greeting";
            return exchange.Response.WriteAsync("grüß dich");
        }),
        async site =>
        {
            using var response = await site.Http.GetAsync("http://server/hello");
            Assert.Equal(HttpStatusCode.OK, response.Status);
            Assert.True(response.IsSuccess);
            Assert.Equal("OK", response.Reason);
            Assert.Equal("greeting", response.Headers["x-kind"]);
            Assert.Equal(11, response.ContentLength);
            Assert.Equal("grüß dich", await response.ReadAsStringAsync());
            Assert.Equal("greeting", response.Headers["x-kind"]);
        });

    [Fact]
    public void Requests_one_after_the_other_share_a_connection() => ClientSite.Run(
        server => server.MapGet("/{n}", exchange => exchange.Response.WriteAsync(exchange.Request.Path)),
        async site =>
        {
            for (var i = 0; i < 5; i++)
            {
                Assert.Equal($"/{i}", await site.GetTextAsync($"/{i}"));
                Assert.Equal(1, site.Http.ConnectionCount);
            }
        });

    [Fact]
    public void A_missing_page_is_a_response_and_no_failure() => ClientSite.Run(
        _ => { },
        async site =>
        {
            using var response = await site.Http.GetAsync("http://server/missing");
            Assert.Equal(HttpStatusCode.NotFound, response.Status);
            Assert.False(response.IsSuccess);
            var error = Assert.Throws<HttpClientException>(response.EnsureSuccess);
            Assert.Equal("cannot GET http://server/missing: the server answered 404 Not Found", error.Message);
        });

    [Fact]
    public void Post_and_put_carry_octets_and_their_type() => ClientSite.Run(
        server =>
        {
            server.MapPost("/", EchoAsync);
            server.MapPut("/", EchoAsync);
        },
        async site =>
        {
            using var posted = await site.Http.PostAsync("http://server/", Encoding.UTF8.GetBytes("posted"), "text/x-test");
            Assert.Equal("text/x-test posted", await posted.ReadAsStringAsync());
            using var put = await site.Http.PutAsync("http://server/", Encoding.UTF8.GetBytes("put"));
            Assert.Equal("- put", await put.ReadAsStringAsync());
        });

    [Fact]
    public void Head_has_a_length_and_no_body_and_keeps_the_connection() => ClientSite.Run(
        server => server.MapGet("/", exchange => exchange.Response.WriteAsync("twelve bytes")),
        async site =>
        {
            using var response = await site.Http.HeadAsync("http://server/");
            Assert.Equal(12, response.ContentLength);
            Assert.Empty(await response.ReadAsBytesAsync());
            Assert.Equal("twelve bytes", await site.GetTextAsync("/"));
            Assert.Equal(1, site.Http.ConnectionCount);
        });

    [Fact]
    public void Delete_is_answered_without_a_body() => ClientSite.Run(
        server => server.MapDelete("/x", exchange =>
        {
            exchange.Response.Status = HttpStatusCode.NoContent;
            return default;
        }),
        async site =>
        {
            using var response = await site.Http.DeleteAsync("http://server/x");
            Assert.Equal(HttpStatusCode.NoContent, response.Status);
            Assert.Equal(string.Empty, await response.ReadAsStringAsync());
        });

    private static async ValueTask EchoAsync(HttpExchange exchange)
    {
        var type = exchange.Request.Headers["Content-Type"] ?? "-";
        var read = await exchange.Request.Body.ReadAsync();
        while (!read.IsCompleted)
        {
            exchange.Request.Body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await exchange.Request.Body.ReadAsync();
        }

        var text = Encoding.UTF8.GetString(read.Buffer);
        exchange.Request.Body.AdvanceTo(read.Buffer.End);
        await exchange.Response.WriteAsync($"{type} {text}");
    }
}
