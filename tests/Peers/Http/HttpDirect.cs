using System.Diagnostics;
using MirageGen.Peers.Reports;

namespace MirageGen.Peers.Http;

/// <summary>Requests answered on our own stack over a TAP interface, beside nginx on the kernel's over a veth pair.</summary>
internal static class HttpDirect
{
    private const int ServerCore = 0;
    private const int ClientCore = 1;

    /// <param name="build">Builds ours.</param>
    /// <param name="report">Takes the results.</param>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="duration">For how long.</param>
    /// <returns>Requests that failed at our server.</returns>
    public static async Task<long> MeasureAsync(PeerBuild build, BenchReport report, int rounds, TimeSpan duration)
    {
        var site = build.Publish("MirageGen/PeerSite.csproj", "PeerSite", "-p:MirageNet=direct");
        using var wires = new PeerWires();
        using var ours = wires.StartOurs(ServerCore, site, "--port", "80");
        using var theirs = wires.StartTheirs(
            ServerCore, "nginx", "-p", build.Folder, "-c", build.WriteNginxConfiguration(build.Content, $"{PeerWires.Theirs}:80"));
        (string Name, string Address, Process Server)[] servers = [("MirageGen", PeerWires.Ours, ours), ("nginx", PeerWires.Theirs, theirs)];
        var failed = 0L;
        foreach (var load in HttpLoad.Small)
        {
            report.Section(
                $"On our own stack: {load.Heading}",
                $"Our server with its own TCP/IP on a TAP interface, nginx with the kernel's over a veth pair; wrk with {load.Connections} connections and the kernel's stack on one core, the server on the other; {rounds} rounds of {duration.TotalSeconds} s each.");
            var runs = await Rotation.RunAsync(
                rounds, servers, server => server.Name, server => Task.FromResult<ServerRun>(Run(wires.Client, server.Server, server.Address, load, duration)));
            ServerTable.AddTo(report, $"direct-{load.Name}", "requests", runs);
            failed += runs[0].Runs.Sum(run => run.Failed);
        }

        return failed;
    }

    private static Load Run(PeerNamespace client, Process server, string address, HttpLoad load, TimeSpan duration)
    {
        var before = Peer.ProcessorTime(server.Id);
        var report = client.Exec(["taskset", .. Load.Arguments($"http://{address}{load.Path}", load.Connections, duration, ClientCore, load.Options)]);
        return Load.Read(report, Peer.ProcessorTime(server.Id) - before);
    }
}
