using System.Globalization;
using MirageGen.Peers.Reports;

namespace MirageGen.Peers;

/// <summary>
/// What a receiver gets over a wire that delays and loses, our stack's sending and receiving beside the kernel's, over the
/// very same relay and bridge and with the same losses: iperf3's client with the kernel's stack (cubic) at the near end, at the far end our server on a
/// TAP interface, or iperf3's.
/// </summary>
internal static class RelayGoodput
{
    private const string Ours = "10.9.0.2";
    private const string Kernels = "10.9.0.3";
    private const double Mega = 1000;

    /// <summary>Milliseconds one way, and of a thousand frames how many are lost and held back.</summary>
    private static readonly (int Delay, int Loss, int Reordering)[] Wires =
        [(1, 0, 0), (10, 1, 0), (10, 10, 0), (10, 50, 0), (10, 100, 0), (50, 1, 0), (50, 10, 0), (100, 1, 0), (100, 10, 0), (10, 1, 10)];

    public static void Measure(PeerBuild build, BenchReport report, int rounds, int seconds, (int Delay, int Loss, int Reordering)? only)
    {
        var iperf = build.Publish("../../examples/Iperf", "Iperf", "-p:MirageNet=direct");
        var relay = build.Publish("Relay", "Relay", "-p:MirageNet=direct");
        report.Section(
            "iperf3 over a wire that delays and loses",
            $"The same relay, with the same losses, between iperf3's client with the kernel's stack and our server or iperf3's; 1 Gbit/s; {rounds} rounds of {seconds} s each.");
        var rows = new List<string[]>();
        var bars = new List<Bar>();
        foreach (var wire in only is { } one ? [one] : Wires)
        {
            foreach (var load in new Iperf3[] { new(1, true), new(1, false) })
            {
                var results = Enumerable.Range(0, rounds).Select(round => Pair(round)).ToArray();
                var ratio = Spread.Of(results.Select(r => r.Ours / r.Theirs));
                var name = string.Create(CultureInfo.InvariantCulture, $"{wire.Delay} ms, {wire.Loss / 10.0:F1} %, {wire.Reordering / 10.0:F1} %");
                rows.Add([name, load.Name, $"{Spread.Of(results.Select(r => r.Ours)):F1}", $"{Spread.Of(results.Select(r => r.Theirs)):F1}", $"{ratio:F2}"]);
                bars.Add(new($"{wire.Delay} ms, {wire.Loss / 10.0:F1} %, {load.Name}", ratio));
                BenchReport.Progress(string.Join(' ', rows[^1]));

                (double Ours, double Theirs) Pair(int seed)
                {
                    var first = Run(relay, wire, load, seed, seconds, seed % 2 == 0 ? iperf : null);
                    var second = Run(relay, wire, load, seed, seconds, seed % 2 == 0 ? null : iperf);
                    return seed % 2 == 0 ? (first, second) : (second, first);
                }
            }
        }

        report.Table(["one way, lost, held back", "the server", "ours, Mbit/s", "the kernel's", "ours/theirs"], rows);
        report.Chart("relay", "Mbit/s over a bad wire, our stack to the kernel's", bars);
        foreach (var (label, ratio, _) in bars)
        {
            report.Summarize($"{label}, Mbit/s", "the kernel", ratio!.Value);
        }
    }

    /// <summary>One run over a relay of its own, which loses the same of the frames that come for the same seed.</summary>
    /// <param name="ours">Our server; null for the kernel's.</param>
    /// <returns>Mbit/s that arrived.</returns>
    private static double Run(
        string relay, (int Delay, int Loss, int Reordering) wire, Iperf3 load, int seed, int seconds, string? ours)
    {
        using var line = new RelayLine(relay, string.Create(
            CultureInfo.InvariantCulture,
            $"--delay {wire.Delay} --loss {wire.Loss} --reordering {wire.Reordering} --rate 125000000 --seed {2 * seed}"));
        line.Far.Ip($"tuntap add tap0 mode tap; link set tap0 master bridge0; link set tap0 up; address add {Kernels}/24 dev bridge0");
        using var server = ours is null
            ? line.Far.Start(0, "iperf3", "-s")
            : line.Far.Start(0, ours, "--ipv4", $"{Ours}/24", "--ipv6", "none");
        var address = ours is null ? Kernels : Ours;
        line.Near.ExecUntilItSucceeds("ping", "-c", "1", "-W", "1", address);
        return load.Run(line.Near, 1, address, seconds) * Mega;
    }
}
