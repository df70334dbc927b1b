using MirageGen.Http;

/// <summary>
/// The appliance over mock devices: the composer completes this class. <c>StartAsync</c> takes the host to run on, and
/// the boot arguments.
/// </summary>
[Compose(typeof(My_Uni_kernel))]
internal sealed partial class Composed_My_Uni_kernel;

/// <summary>
/// A test is a world of hosts and wires in this one process. Its clock is virtual: waiting an hour takes no time, and a
/// failure names the seed that repeats it.
/// </summary>
public sealed class My_Uni_kernelTests
{
    [Fact]
    public void It_serves_its_pages_and_tells_the_time() => World.Run(async world =>
    {
        var server = world.AddHost("www.example");
        await server.Store("pages").SetAsync("index.html", "<h1>Hello</h1>"u8.ToArray(), world.Stop);
        await using var site = await Composed_My_Uni_kernel.StartAsync(server, port: 80);

        var client = world.AddHost("client");
        await using var http = new HttpClient(client.Stack, client.Resolver, client.Clock);
        Assert.Equal("<h1>Hello</h1>", await GetAsync("http://www.example/"));

        await world.DelayAsync(TimeSpan.FromHours(1));
        Assert.StartsWith($"{World.Start.AddHours(1):yyyy-MM-dd HH:mm}", await GetAsync("http://www.example/time"));

        async Task<string> GetAsync(string url)
        {
            await using var response = await http.GetAsync(url, world.Stop);
            return await response.EnsureSuccess().ReadAsStringAsync(world.Stop);
        }
    });
}
