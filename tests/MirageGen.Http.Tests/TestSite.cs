using Microsoft.Extensions.Logging;
using MirageGen.TestKit;

namespace MirageGen.Http.Tests;

/// <summary>A server on one host of a world and connections to it from another.</summary>
internal sealed class TestSite
{
    private const int Port = 80;

    private readonly World _world;
    private readonly SimulatedHost _clientHost;

    private TestSite(World world, Action<HttpServer> map, HttpServerOptions options)
    {
        _world = world;
        ServerHost = world.AddHost("server");
        _clientHost = world.AddHost("client");
        Server = new(ServerHost.Stack, ServerHost.Clock, ServerHost.Logs.CreateLogger<HttpServer>());
        map(Server);
        Serving = ServerHost.Start(stop => Server.RunAsync(Port, options, stop), "server");
    }

    public HttpServer Server { get; }

    public SimulatedHost ServerHost { get; }

    public SimulatedHost ClientHost => _clientHost;

    public World World => _world;

    public HostTask Serving { get; }

    /// <summary>What is between client and server; by default it cuts what is sent at random places.</summary>
    public SimulatedWire Wire
    {
        set => _world.Link(_clientHost, ServerHost).Wire = value;
    }

    /// <summary>Starts a server in a world that runs.</summary>
    public static TestSite Start(World world, Action<HttpServer> map, HttpServerOptions options) => new(world, map, options);

    /// <summary>Runs a scenario against a server.</summary>
    /// <param name="map">Maps the server's routes.</param>
    /// <param name="scenario">What clients do.</param>
    /// <param name="options">The server's limits; null for the defaults.</param>
    public static WorldReport Run(Action<HttpServer> map, Func<TestSite, Task> scenario, HttpServerOptions? options = null) =>
        World.Run(async world =>
        {
            var site = new TestSite(world, map, options ?? HttpServerOptions.Default);
            await scenario(site);
            Assert.DoesNotContain(site.ServerHost.Logs.Entries, entry => entry.Level >= LogLevel.Error && entry.EventId.Name != nameof(ServerLog.HandlerFailed) && entry.EventId.Name != nameof(ServerLog.LengthMissed) && entry.EventId.Name != nameof(ServerLog.ReadLeftBehind));
        });

    /// <summary>Runs a scenario that has one connection.</summary>
    public static void RunConnection(Action<HttpServer> map, Func<TestConnection, Task> scenario, HttpServerOptions? options = null) =>
        Run(
            map,
            async site =>
            {
                await using var connection = await site.ConnectAsync();
                await scenario(connection);
            },
            options);

    /// <summary>One request and the response to it.</summary>
    public static TestResponse Ask(Action<HttpServer> map, string request, HttpServerOptions? options = null)
    {
        TestResponse? response = null;
        RunConnection(
            map,
            async connection => response = await connection.AskAsync(request, request.StartsWith("HEAD ", StringComparison.Ordinal)),
            options);
        return response!;
    }

    public async Task<TestConnection> ConnectAsync() =>
        new(await _clientHost.Tcp.ConnectAsync(new IpEndpoint(ServerHost.Address, Port)));

    public Task WaitAsync(double seconds) => _world.DelayAsync(TimeSpan.FromSeconds(seconds));
}
