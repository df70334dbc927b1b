using System.Net;
using MirageGen.Http;

/// <summary>A key-value store behind HTTP: GET, PUT and DELETE of <c>/any/key</c>; a path that ends in a slash lists.</summary>
[Unikernel(Summary = "A key-value store behind HTTP")]
public sealed class KeyValue(
    HttpServer http,
    IKeyValueStore store,
    [Argument("TCP port to serve on")] int port = 8081)
{
    public Task RunAsync(CancellationToken stop)
    {
        http.MapGet("/{**key}", GetAsync);
        http.MapPut("/{**key}", PutAsync);
        http.MapDelete("/{**key}", DeleteAsync);
        return http.RunAsync(port, stop);
    }

    private async ValueTask GetAsync(HttpExchange exchange)
    {
        if (!TryGetKey(exchange, out var key))
        {
            await exchange.Response.SendStatusAsync(HttpStatusCode.BadRequest);
        }
        else if (exchange.Request.Path.EndsWith('/'))
        {
            var entries = await store.ListAsync(key);
            await exchange.Response.WriteAsync(string.Concat(entries.Select(entry => $"{entry.Key.Name}\n")));
        }
        else if (await store.GetAsync(key) is { } value)
        {
            exchange.Response.ContentType = "application/octet-stream";
            await exchange.Response.WriteAsync(value);
        }
        else
        {
            await exchange.Response.SendStatusAsync(HttpStatusCode.NotFound);
        }
    }

    private async ValueTask PutAsync(HttpExchange exchange)
    {
        if (!TryGetKey(exchange, out var key) || key.IsRoot)
        {
            await exchange.Response.SendStatusAsync(HttpStatusCode.BadRequest);
            return;
        }

        await store.SetAsync(key, await exchange.Request.ReadAsBytesAsync());
        await store.FlushAsync();
        await exchange.Response.SendStatusAsync(HttpStatusCode.NoContent);
    }

    private async ValueTask DeleteAsync(HttpExchange exchange)
    {
        if (!TryGetKey(exchange, out var key) || key.IsRoot)
        {
            await exchange.Response.SendStatusAsync(HttpStatusCode.BadRequest);
            return;
        }

        await store.RemoveAsync(key);
        await store.FlushAsync();
        await exchange.Response.SendStatusAsync(HttpStatusCode.NoContent);
    }

    private static bool TryGetKey(HttpExchange exchange, out Key key) => Key.TryParse(exchange.Request.Route("key"), out key);
}
