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

    private static readonly Iperf3[] Loads = [new(1, false), new(1, true), new(10, false), new(10, true)];

    public static void Measure(PeerBuild build, BenchReport report, int rounds, int seconds)
    {
        var iperf = build.Publish("../../examples/Iperf", "Iperf", "-p:MirageNet=direct");
        using var wires = new PeerWires();
        using var ours = wires.StartOurs(ServerCore, iperf);
        using var theirs = wires.StartTheirs(ServerCore, "iperf3", "-s");

        report.Section(
            "iperf3 over a TAP interface",
            $"iperf3's client with the kernel's stack on one core; on the other our server on a TAP interface or iperf3's over a veth pair; cubic both times; {rounds} rounds of {seconds} s each.");
        var rows = Loads.Select(load =>
        {
            var results = Enumerable.Range(0, rounds).Select(round => Pair(wires.Client, load, seconds, oursFirst: round % 2 == 0)).ToArray();
            BenchReport.Progress(load.Name);
            return (load.Name, Ours: Spread.Of(results.Select(r => r.Ours)), Theirs: Spread.Of(results.Select(r => r.Theirs)), Ratio: Spread.Of(results.Select(r => r.Ours / r.Theirs)));
        }).ToArray();
        report.Table(
            ["the server", "ours, Gbit/s", "the kernel's", "ours/theirs"],
            rows.Select(row => (string[])[row.Name, $"{row.Ours:F2}", $"{row.Theirs:F2}", $"{row.Ratio:F2}"]));
        report.Chart("iperf", "Gbit/s, our stack to the kernel's", rows.Select(row => new Bar(row.Name, row.Ratio)));
        foreach (var row in rows)
        {
            report.Summarize($"our server {row.Name}, Gbit/s", "the kernel", row.Ratio);
        }
    }

    private static (double Ours, double Theirs) Pair(PeerNamespace client, Iperf3 load, int seconds, bool oursFirst)
    {
        var first = load.Run(client, ClientCore, oursFirst ? PeerWires.Ours : PeerWires.Theirs, seconds);
        var second = load.Run(client, ClientCore, oursFirst ? PeerWires.Theirs : PeerWires.Ours, seconds);
        return oursFirst ? (first, second) : (second, first);
    }
}
