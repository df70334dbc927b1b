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
    private const string Ours = "10.9.0.2";
    private const string Kernels = "10.8.0.2";

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
        using var client = new PeerNamespace();
        using var kernel = new PeerNamespace();
        client.Ip("tuntap add tap0 mode tap; link set tap0 txqueuelen 5000; address add 10.9.0.1/24 dev tap0; link set tap0 up");
        client.Ip($"link add veth0 type veth peer name veth1 netns {kernel.Name}; address add 10.8.0.1/24 dev veth0; link set veth0 up");
        kernel.Ip($"address add {Kernels}/24 dev veth1; link set veth1 up");
        using var ours = client.Start(
            ServerCore, programs.Ours, "--directory", folder, "--ipv4", $"{Ours}/24", "--ipv6", "none", "--log-level", "warning");
        using var nsd = kernel.Start(ServerCore, "nsd", "-d", "-c", DnsPeers.WriteNsd(folder, zone, Kernels, "53"));
        using var floor = kernel.Start(ServerCore, programs.Floor, Kernels, "5305");
        (string Name, string Address, int Port, Process Server)[] servers =
        [
            ("MirageGen", Ours, 53, ours), ("NSD", Kernels, 53, nsd), (DnsPeers.Floor, Kernels, 5305, floor),
        ];
        report.Section(
            "UDP on our own stack",
            $"Our server with its own TCP/IP on a TAP interface; NSD and the floor with the kernel's over a veth pair. dnsperf on one core, the server on the other; a zone of {Records} records; {rounds} rounds of {seconds} s each.");
        var results = await Rotation.RunAsync(
            rounds,
            servers,
            server => server.Name,
            server => Task.FromResult(Run(client, server.Server, DnsLoad.Arguments(server.Address, server.Port, questions, seconds))));
        ServerTable.AddTo(report, "direct", "queries", results);
    }

    private static ServerRun Run(PeerNamespace client, Process server, string[] dnsperf)
    {
        var before = Peer.ProcessorTime(server.Id);
        var report = client.Exec(["taskset", "-c", ClientCore.ToString(CultureInfo.InvariantCulture), .. dnsperf]);
        return DnsLoad.Read(report, Peer.ProcessorTime(server.Id) - before);
    }
}
