using MirageGen.Http;

/// <summary>
/// A web server: pages that are compiled into the binary, and one that is made on request. What it needs, the
/// constructor asks for; the composer writes the code that makes it, and Main.
/// </summary>
[Unikernel(Summary = "A web server in one class")]
public sealed class My_Uni_kernel(
    HttpServer http,
    [Embed("pages")] IKeyValueReader pages,
    TimeProvider clock,
    [Argument("TCP port to serve on")] int port = 8080)
{
    public Task RunAsync(CancellationToken stop)
    {
        http.MapGet("/time", exchange => exchange.Response.WriteAsync($"{clock.GetUtcNow():u}\n"));
        http.MapFiles("/", pages);
        return http.RunAsync(port, stop);
    }
}
