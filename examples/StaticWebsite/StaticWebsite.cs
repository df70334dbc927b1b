using MirageGen.Http;

/// <summary>Serves this project's documentation.</summary>
[Unikernel(Summary = "Serves the pages compiled into it")]
public sealed class StaticWebsite(
    HttpServer http,
    [Embed("htdocs")] IKeyValueReader pages,
    [Argument("TCP port to serve on")] int port = 8080)
{
    public Task RunAsync(CancellationToken stop)
    {
        http.MapFiles("/", pages);
        return http.RunAsync(port, stop);
    }
}
