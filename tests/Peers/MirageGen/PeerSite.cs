using MirageGen.Http;

/// <summary>Ours: the static-file handler over embedded content, as the StaticWebsite example uses it.</summary>
[Unikernel]
public sealed class PeerSite(HttpServer http, [Embed("htdocs")] IKeyValueReader pages, [Argument("TCP port")] int port)
{
    public Task RunAsync(CancellationToken stop)
    {
        http.MapFiles("/", pages);
        return http.RunAsync(port, stop);
    }
}
