using MirageGen.Peers.Reports;

namespace MirageGen.Peers;

/// <summary>
/// HTTP throughput of the static-file handler beside Kestrel and nginx: one core each, all in one run, in an order that rotates
/// from round to round.
/// </summary>
internal static class HttpThroughput
{
    private const int ServerCore = 0;
    private const int ClientCore = 1;

    private static readonly (string Name, string Heading, string Path, int Connections, string[] Options)[] Loads =
    [
        ("1k", "1 kB, connections kept", "/1k.txt", 64, []),
        ("100k", "100 kB, connections kept", "/100k.txt", 64, []),
        ("fresh", "1 kB, a connection for each request", "/1k.txt", 16, ["-H", "Connection: close"]),
    ];

    /// <param name="build">Builds the servers.</param>
    /// <param name="report">Takes the results.</param>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="duration">For how long.</param>
    /// <returns>Requests that failed at our server.</returns>
    public static async Task<long> MeasureAsync(PeerBuild build, BenchReport report, int rounds, TimeSpan duration)
    {
        Peer[] peers =
        [
            new("MirageGen", 18101, build.Publish("MirageGen/PeerSite.csproj", "PeerSite"), "--port", "18101"),
            new("Kestrel", 18102, build.Publish("Kestrel/Kestrel.csproj", "Kestrel"), "18102", build.Content),
            new("nginx", 18103, "nginx", "-p", build.Folder, "-c", build.WriteNginxConfiguration(18103)),
        ];
        var failed = 0L;
        foreach (var (name, heading, path, connections, options) in Loads)
        {
            report.Section(
                heading,
                $"wrk with {connections} connections on one core, the server with one thread on another; {rounds} rounds of {duration.TotalSeconds} s each. Ours is NativeAOT on host sockets, Kestrel NativeAOT, nginx has one worker.");
            var servers = await Rotation.RunAsync(
                rounds, peers, peer => peer.Name, peer => Task.FromResult<ServerRun>(Run(peer, path, connections, duration, options)));
            ServerTable.AddTo(report, name, "requests", servers);
            failed += servers[0].Runs.Sum(run => run.Failed);
        }

        return failed;
    }

    private static Load Run(Peer peer, string path, int connections, TimeSpan duration, string[] options)
    {
        using var server = peer.Start(ServerCore);
        try
        {
            Load.Run(server, peer.Port, path, connections, TimeSpan.FromSeconds(1), ClientCore, options);
            return Load.Run(server, peer.Port, path, connections, duration, ClientCore, options);
        }
        finally
        {
            Peer.Stop(server);
        }
    }
}
