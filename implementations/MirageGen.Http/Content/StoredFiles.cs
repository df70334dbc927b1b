using System.Text;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>Serves files from a store that may change or be slow: streamed, with bounded memory.</summary>
internal sealed class StoredFiles(IKeyValueReader store, HttpFileOptions options)
{
    private readonly StoredTags _tags = new(store);

    /// <summary>Answers a GET or HEAD below the mount; the rest of the path is the route's last value.</summary>
    public async ValueTask AnswerAsync(HttpExchange exchange)
    {
        var path = exchange.Request.LastRouteValue();
        var isDirectory = path.IsEmpty || path[^1] == (byte)'/';
        if (TryMakeKey(path, isDirectory, out var key)
            && await TrySendAsync(exchange, key, isDirectory))
        {
            return;
        }

        await SendNotFoundAsync(exchange);
    }

    /// <summary>The key for a path, without a second spelling for any: doubled slashes are not passed over.</summary>
    private static bool TryMakeKey(ReadOnlySpan<byte> path, bool isDirectory, out Key key)
    {
        key = default;
        if (path.IsEmpty)
        {
            return true;
        }

        path = isDirectory ? path[..^1] : path;
        return !path.IsEmpty
            && path[0] != (byte)'/'
            && path[^1] != (byte)'/'
            && path.IndexOf("//"u8) < 0
            && !path.Contains(PathNormalizer.EncodedSlash)
            && path.Length <= Key.MaxLength
            && Key.TryParse(Encoding.UTF8.GetString(path), out key);
    }

    private async ValueTask<bool> TrySendAsync(HttpExchange exchange, Key key, bool isDirectory)
    {
        var cancellation = exchange.Aborted;
        var hasIndex = key.TryAppend(options.IndexName, out var index);
        if (isDirectory && !hasIndex)
        {
            return false;
        }

        var wanted = isDirectory ? index : key;
        var info = await store.FindAsync(wanted, cancellation);
        if (info.Kind == KeyKind.Value)
        {
            await SendAsync(exchange, wanted, info, cancellation);
            return true;
        }

        if (isDirectory || !hasIndex || info.Kind != KeyKind.Dictionary
            || (await store.FindAsync(index, cancellation)).Kind != KeyKind.Value)
        {
            return false;
        }

        await DirectoryRedirect.AnswerAsync(exchange);
        return true;
    }

    private async ValueTask SendAsync(HttpExchange exchange, Key key, KeyInfo info, CancellationToken cancellation)
    {
        var tag = await _tags.GetAsync(key, info, cancellation);
        var fields = new FileFields(
            options.MediaTypeOf(key), tag, info.LastModified, options.CacheControl(key), ContentCoding.Identity, varies: false);
        await FileAnswer.SendAsync(exchange, new StoredRepresentation(store, key, fields, info.Size));
    }

    private async ValueTask SendNotFoundAsync(HttpExchange exchange)
    {
        Key key = options.NotFoundName;
        var info = await store.FindAsync(key, exchange.Aborted);
        if (info.Kind != KeyKind.Value)
        {
            exchange.Response.SendText(System.Net.HttpStatusCode.NotFound, null);
            return;
        }

        exchange.Response.Status = System.Net.HttpStatusCode.NotFound;
        exchange.Response.ContentType = options.MediaTypeOf(key);
        exchange.Response.Headers["X-Content-Type-Options"] = "nosniff";
        exchange.Response.ContentLength = info.Size;
        if (exchange.Request.Head.Method != MethodCode.Head)
        {
            await new StoredRepresentation(store, key, new(string.Empty, string.Empty, default, null, default, false), info.Size)
                .WriteAsync(exchange, new(0, info.Size));
        }
    }
}
