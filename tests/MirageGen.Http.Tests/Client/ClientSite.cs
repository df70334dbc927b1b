using Microsoft.Extensions.Logging;
using MirageGen.TestKit;

namespace MirageGen.Http.Tests.Client;

/// <summary>A world with a client on one host, and on another a server: ours, or one that follows a script.</summary>
internal sealed class ClientSite
{
    public const int Port = 80;

    private ClientSite(World world)
    {
        World = world;
        ServerHost = world.AddHost("server", "10.0.0.1");
        ClientHost = world.AddHost("client", "10.0.0.2");
        Http = new(ClientHost.Stack, ClientHost.Resolver, ClientHost.Clock);
    }

    public World World { get; }

    public SimulatedHost ServerHost { get; }

    public SimulatedHost ClientHost { get; }

    public HttpClient Http { get; }

    public ScriptedServer Script { get; private set; } = null!;

    /// <summary>Runs a scenario against our own server.</summary>
    public static WorldReport Run(Action<HttpServer> map, Func<ClientSite, Task> scenario, HttpServerOptions? options = null) =>
        World.Run(async world =>
        {
            var site = new ClientSite(world);
            var server = new HttpServer(site.ServerHost.Stack, site.ServerHost.Clock, site.ServerHost.Logs.CreateLogger<HttpServer>());
            map(server);
            site.ServerHost.Start(stop => server.RunAsync(Port, options ?? HttpServerOptions.Default, stop), "server");
            await site.RunAsync(scenario);
        });

    /// <summary>Runs a scenario against a server that follows a script, one function for each connection in order.</summary>
    public static WorldReport RunScript(Func<ClientSite, Task> scenario, params Func<ScriptedConnection, Task>[] connections) =>
        World.Run(world => RunScriptAsync(world, scenario, connections));

    public static async Task RunScriptAsync(World world, Func<ClientSite, Task> scenario, params Func<ScriptedConnection, Task>[] connections)
    {
        var site = new ClientSite(world);
        site.Script = new(site.ServerHost, connections);
        site.ServerHost.Start(site.Script.RunAsync, "script");
        await site.RunAsync(scenario);
    }

    /// <summary>A GET, and its body as text.</summary>
    public async Task<string> GetTextAsync(string path)
    {
        using var response = await Http.GetAsync($"http://server{path}");
        return await response.ReadAsStringAsync();
    }

    public static async Task<HttpClientException> FailAsync(Func<Task> act, HttpFailure failure)
    {
        var error = await Assert.ThrowsAsync<HttpClientException>(act);
        Assert.True(error.Failure == failure, $"{error.Failure} in place of {failure}: {error.Message}");
        Assert.DoesNotContain('\n', error.Message);
        return error;
    }

    public Task WaitAsync(double seconds) => World.DelayAsync(TimeSpan.FromSeconds(seconds));

    /// <summary>The scenario, then the end of the client: nothing of it may be left.</summary>
    private async Task RunAsync(Func<ClientSite, Task> scenario)
    {
        await scenario(this);
        await Http.DisposeAsync();
        Assert.Equal(0, Http.ConnectionCount);
        Assert.Empty(ClientHost.Stack.Open);

        // The server's side sees the end of its connections before the world ends.
        await WaitAsync(1);
    }
}
