using System.Net;
using MirageGen.Http;

namespace MirageGen.Examples.Tests;

[Compose(typeof(StaticWebsite))]
internal sealed partial class ComposedWebsite;

public sealed class StaticWebsiteTests
{
    [Fact]
    public void Serves_the_pages_it_was_given() => World.Run(async world =>
    {
        var server = world.AddHost("www.example");
        await server.Store("htdocs").SetAsync("index.html", "<h1>Hello</h1>"u8.ToArray());
        await using var site = await ComposedWebsite.StartAsync(server, port: 80);
        var client = world.AddHost("client");
        await using var http = new HttpClient(client.Stack, client.Resolver, client.Clock);

        using var page = await http.GetAsync("http://www.example/", world.Stop);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("<h1>Hello</h1>", await page.ReadAsStringAsync(world.Stop));

        using var missing = await http.GetAsync("http://www.example/nowhere", world.Stop);
        Assert.Equal(HttpStatusCode.NotFound, missing.Status);
    });
}
