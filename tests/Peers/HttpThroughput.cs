using System.Globalization;

namespace MirageGen.Peers;

/// <summary>
/// HTTP throughput of the static-file handler beside Kestrel and nginx: one core each, keep-alive, all in one run, in an
/// order that rotates from round to round.
/// </summary>
internal static class HttpThroughput
{
    private const string Path = "/1k.txt";
    private const int ServerCore = 0;
    private const int ClientCore = 1;
    private const int Connections = 64;

    /// <returns>Requests that failed at our server.</returns>
    public static long Measure(PeerBuild build, int rounds, TimeSpan duration)
    {
        Peer[] peers =
        [
            new("MirageGen", 18101, build.Publish("MirageGen/PeerSite.csproj", "PeerSite"), "--port", "18101"),
            new("Kestrel", 18102, build.Publish("Kestrel/Kestrel.csproj", "Kestrel"), "18102", build.Content),
            new("nginx", 18103, "nginx", "-p", build.Folder, "-c", build.WriteNginxConfiguration(18103)),
        ];
        Console.WriteLine($"{rounds} rounds of {duration.TotalSeconds} s for each of {peers.Length} servers");
        var results = peers.ToDictionary(peer => peer.Name, _ => new List<Load>());
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < peers.Length; i++)
            {
                var peer = peers[(i + round) % peers.Length];
                var load = Run(peer, duration);
                results[peer.Name].Add(load);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  round {round + 1} {peer.Name,-10} {load.PerSecond,9:F0}/s {load.PerCpuSecond,9:F0} per CPU s, {load.Failed} failed"));
            }
        }

        Report(peers, results);
        return results[peers[0].Name].Sum(load => load.Failed);
    }

    private static Load Run(Peer peer, TimeSpan duration)
    {
        using var server = peer.Start(ServerCore);
        try
        {
            Load.Run(server, peer.Port, Path, Connections, TimeSpan.FromSeconds(1), ClientCore);
            return Load.Run(server, peer.Port, Path, Connections, duration, ClientCore);
        }
        finally
        {
            Peer.Stop(server);
        }
    }

    private static void Report(Peer[] peers, Dictionary<string, List<Load>> results)
    {
        var ours = results[peers[0].Name];
        Console.WriteLine();
        Console.WriteLine("| server | requests/s | per CPU second | ours/theirs per second | ours/theirs per CPU second | failed |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var peer in peers)
        {
            var loads = results[peer.Name];
            var perSecond = Spread.Of(loads.Select(load => load.PerSecond));
            var perCpu = Spread.Of(loads.Select(load => load.PerCpuSecond));
            var ratio = Spread.Of(ours.Zip(loads, (a, b) => a.PerSecond / b.PerSecond));
            var cpuRatio = Spread.Of(ours.Zip(loads, (a, b) => a.PerCpuSecond / b.PerCpuSecond));
            Console.WriteLine($"| {peer.Name} | {perSecond:F0} | {perCpu:F0} | {ratio:F2} | {cpuRatio:F2} | {loads.Sum(load => load.Failed)} |");
        }
    }
}
