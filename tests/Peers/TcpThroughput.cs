using MirageGen.Peers.Reports;

namespace MirageGen.Peers;

/// <summary>
/// TCP throughput of our stack on a TAP interface beside the kernel's over a veth pair, in one run and in alternating order:
/// iperf3's client, with the kernel's stack, on one core; our server or iperf3's on the other. The kernel's cubic both times.
/// </summary>
internal static class TcpThroughput
{
    private const int ServerCore = 0;
    private const int ClientCore = 1;
    private const string Ours = "10.9.0.2";
    private const string Kernels = "10.8.0.2";

    private static readonly Iperf3[] Loads = [new(1, false), new(1, true), new(10, false), new(10, true)];

    public static void Measure(PeerBuild build, BenchReport report, int rounds, int seconds)
    {
        var iperf = build.Publish("../../examples/Iperf", "Iperf", "-p:MirageNet=direct");
        using var client = new PeerNamespace();
        using var kernel = new PeerNamespace();
        client.Ip("tuntap add tap0 mode tap; address add 10.9.0.1/24 dev tap0; link set tap0 up");
        client.Ip($"link add veth0 type veth peer name veth1 netns {kernel.Name}; address add 10.8.0.1/24 dev veth0; link set veth0 up");
        kernel.Ip($"address add {Kernels}/24 dev veth1; link set veth1 up");
        using var ours = client.Start(ServerCore, iperf, "--ipv4", $"{Ours}/24", "--ipv6", "none");
        using var theirs = kernel.Start(ServerCore, "iperf3", "-s");
        client.ExecUntilItSucceeds("ping", "-c", "1", "-W", "1", Ours);
        client.ExecUntilItSucceeds("ping", "-c", "1", "-W", "1", Kernels);

        report.Section(
            "iperf3 over a TAP interface",
            $"iperf3's client with the kernel's stack on one core; on the other our server on a TAP interface or iperf3's over a veth pair; cubic both times; {rounds} rounds of {seconds} s each.");
        var rows = Loads.Select(load =>
        {
            var results = Enumerable.Range(0, rounds).Select(round => Pair(client, load, seconds, oursFirst: round % 2 == 0)).ToArray();
            BenchReport.Progress(load.Name);
            return (load.Name, Ours: Spread.Of(results.Select(r => r.Ours)), Theirs: Spread.Of(results.Select(r => r.Theirs)), Ratio: Spread.Of(results.Select(r => r.Ours / r.Theirs)));
        }).ToArray();
        report.Table(
            ["the server", "ours, Gbit/s", "the kernel's", "ours/theirs"],
            rows.Select(row => (string[])[row.Name, $"{row.Ours:F2}", $"{row.Theirs:F2}", $"{row.Ratio:F2}"]));
        report.Chart("iperf", "Gbit/s, our stack to the kernel's", rows.Select(row => new Bar(row.Name, row.Ratio)));
    }

    private static (double Ours, double Theirs) Pair(PeerNamespace client, Iperf3 load, int seconds, bool oursFirst)
    {
        var first = load.Run(client, ClientCore, oursFirst ? Ours : Kernels, seconds);
        var second = load.Run(client, ClientCore, oursFirst ? Kernels : Ours, seconds);
        return oursFirst ? (first, second) : (second, first);
    }
}
