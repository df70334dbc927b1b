using Microsoft.Extensions.Logging;
using MirageGen.Http;

namespace MirageGen.Examples.Tests;

[Compose(typeof(HttpFetch))]
internal sealed partial class ComposedHttpFetch;

public sealed class HttpFetchTests
{
    [Theory]
    [InlineData("http://server/page", 0)]
    [InlineData("http://server/nowhere", 1)]
    public void Prints_the_page_and_says_whether_it_was_there(string url, int exitCode) => World.Run(async world =>
    {
        var server = world.AddHost("server");
        var http = new HttpServer(server.Stack, server.Clock, new Logger<HttpServer>(server.Logs));
        http.MapGet("/page", exchange => exchange.Response.WriteAsync("the page\n"));
        server.Start(stop => http.RunAsync(80, stop));
        var client = world.AddHost("client");

        await using var fetch = await ComposedHttpFetch.StartAsync(client, url: url);

        Assert.Equal(exitCode, await fetch.Completion);
        Assert.Equal(exitCode == 0, client.Console.Output == "the page\n");
    });
}
