using System.Diagnostics;
using System.Globalization;
using MirageGen.Peers.Reports;

namespace MirageGen.Peers.Dns;

/// <summary>
/// Queries answered on our own stack over a TAP interface, beside NSD and the floor on the kernel's over a veth pair, in one
/// run and in an order that rotates: dnsperf on one core, the server on the other.
/// </summary>
internal static class DnsDirect
{
    private const int ServerCore = 0;
    private const int ClientCore = 1;
    private const int Records = 10_000;

    /// <param name="build">Builds ours.</param>
    /// <param name="report">Takes the results.</param>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="seconds">Seconds of each run.</param>
    public static async Task MeasureAsync(PeerBuild build, BenchReport report, int rounds, int seconds)
    {
        var folder = Path.Combine(build.Folder, "zone");
        var zone = BenchZone.Write(folder, Records);
        var questions = BenchZone.WriteQuestions(folder, Records);
        var programs = DnsPeers.Build(build, "-p:MirageNet=direct");
        using var wires = new PeerWires(queue: 5000);
        using var ours = wires.StartOurs(ServerCore, programs.Ours, "--directory", folder, "--log-level", "warning");
        using var nsd = wires.StartTheirs(ServerCore, "nsd", "-d", "-c", DnsPeers.WriteNsd(folder, zone, PeerWires.Theirs, "53"));
        using var floor = wires.StartTheirs(ServerCore, programs.Floor, PeerWires.Theirs, "5305");
        (string Name, string Address, int Port, Process Server)[] servers =
        [
            ("MirageGen", PeerWires.Ours, 53, ours), ("NSD", PeerWires.Theirs, 53, nsd), (ServerTable.Floor, PeerWires.Theirs, 5305, floor),
        ];
        report.Section(
            "UDP on our own stack",
            $"Our server with its own TCP/IP on a TAP interface; NSD and the floor with the kernel's over a veth pair. dnsperf on one core, the server on the other; a zone of {Records} records; {rounds} rounds of {seconds} s each.");
        var results = await Rotation.RunAsync(
            rounds,
            servers,
            server => server.Name,
            server => Task.FromResult(Run(wires.Client, server.Server, DnsLoad.Arguments(server.Address, server.Port, questions, seconds))));
        ServerTable.AddTo(report, "direct", "queries", results);
    }

    private static ServerRun Run(PeerNamespace client, Process server, string[] dnsperf)
    {
        var before = Peer.ProcessorTime(server.Id);
        var report = client.Exec(["taskset", "-c", ClientCore.ToString(CultureInfo.InvariantCulture), .. dnsperf]);
        return DnsLoad.Read(report, Peer.ProcessorTime(server.Id) - before);
    }
}
