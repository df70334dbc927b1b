using MirageGen.Http;

/// <summary>Fetches a page and prints it; the exit code says whether it was there.</summary>
[Unikernel(Summary = "Fetches a page and prints it")]
public sealed class HttpFetch(
    HttpClient http,
    IConsole console,
    [Argument("What to fetch, such as http://127.0.0.1:8080/")] string url)
{
    public async Task<int> RunAsync(CancellationToken stop)
    {
        using var response = await http.GetAsync(url, stop);
        console.Write(await response.ReadAsStringAsync(stop));
        return response.IsSuccess ? 0 : 1;
    }
}
