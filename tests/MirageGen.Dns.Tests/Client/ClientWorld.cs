using Microsoft.Extensions.Logging;
using MirageGen.Dns.Tests.Server;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Client;

/// <summary>A client's host beside servers in a world.</summary>
internal sealed class ClientWorld
{
    public ClientWorld(World world)
    {
        World = world;
        Host = world.AddHost("client");
        Random = new SimulatedRandom(Host);
        Client = new(Host.Stack, Host.Clock, Random);
    }

    public World World { get; }

    public SimulatedHost Host { get; }

    public SimulatedRandom Random { get; }

    public DnsClient Client { get; }

    public DnsNameResolver Resolver(IpAddress[] servers) => new(Client, new TestNameServers(), Host.Clock, servers);

    /// <summary>Adds a server of ours.</summary>
    public IpEndpoint Serve(string text, string origin = "example.", SimulatedHost? host = null)
    {
        host ??= World.AddHost($"server {World.Hosts.Count}");
        var server = new DnsServer(host.Stack, host.Clock, SimulatedRandom.FromSeed(1), host.Logs.CreateLogger<DnsServer>())
        {
            Zones = new ZoneSet(TestServer.ReadZone(text, origin)),
        };
        host.Start(stop => server.RunAsync(53, stop), "server");
        return new(host.Address, 53);
    }

    /// <summary>Serves TCP only, with a server of ours: UDP is a script's.</summary>
    public static void ServeStreams(string text, SimulatedHost host)
    {
        var answers = new TestServer(text);
        var listener = host.Tcp.Listen(IpEndpoint.OnEveryAddress(53));
        host.Start(
            stop => listener.ServeAsync(
                async (flow, stop) =>
                {
                    var input = flow.Input.AsStream(leaveOpen: true);
                    var head = new byte[2];
                    await input.ReadExactlyAsync(head, stop);
                    var request = new byte[(head[0] << 8) | head[1]];
                    await input.ReadExactlyAsync(request, stop);
                    var response = answers.Ask(request, isStream: true).ToArray();
                    await flow.Output.WriteAsync(new[] { (byte)(response.Length >> 8), (byte)response.Length }, stop);
                    await flow.Output.WriteAsync(response, stop);
                },
                stop),
            "streams");
    }

    public ScriptedServer Script(Func<byte[], IEnumerable<byte[]>> answer) =>
        new(World.AddHost($"server {World.Hosts.Count}"), answer);
}
