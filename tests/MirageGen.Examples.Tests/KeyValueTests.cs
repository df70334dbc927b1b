using System.Net;
using System.Text;
using MirageGen.Http;

namespace MirageGen.Examples.Tests;

[Compose(typeof(KeyValue))]
internal sealed partial class ComposedKeyValue;

public sealed class KeyValueTests
{
    [Fact]
    public void Keeps_what_was_put_until_it_is_deleted() => World.Run(async world =>
    {
        var server = world.AddHost("store");
        await using var store = await ComposedKeyValue.StartAsync(server, port: 80);
        var client = world.AddHost("client");
        await using var http = new HttpClient(client.Stack, client.Resolver, client.Clock);

        using var put = await http.PutAsync("http://store/a/b", "value"u8.ToArray(), cancellation: world.Stop);
        Assert.Equal(HttpStatusCode.NoContent, put.Status);
        Assert.Equal("value", Encoding.ASCII.GetString((await server.Store().GetAsync("a/b"))!.Value.Span));

        using var listing = await http.GetAsync("http://store/a/", world.Stop);
        Assert.Equal("b\n", await listing.ReadAsStringAsync(world.Stop));

        using var deleted = await http.DeleteAsync("http://store/a/b", world.Stop);
        using var gone = await http.GetAsync("http://store/a/b", world.Stop);
        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
    });
}
