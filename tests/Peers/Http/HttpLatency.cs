using System.Globalization;
using MirageGen.Peers.Reports;

namespace MirageGen.Peers.Http;

/// <summary>How long requests take at rates that all servers can answer, which is what users feel.</summary>
internal static class HttpLatency
{
    /// <summary>
    /// Requests a second, and over how many connections: each asks ten or a hundred times a second; more often would not keep
    /// to the rate while an answer is late.
    /// </summary>
    public static readonly (int PerSecond, int Connections)[] Rates = [(1_000, 100), (10_000, 100), (30_000, 300)];

    private const int ServerCore = 0;
    private const int ClientCore = 1;
    private const string Path = "/1k.txt";

    /// <param name="build">Has a folder for wrk's script.</param>
    /// <param name="servers">The servers; ours first.</param>
    /// <param name="rates">Of <see cref="Rates"/>.</param>
    /// <param name="report">Takes the results.</param>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="duration">For how long.</param>
    /// <returns>Requests that failed at our server.</returns>
    public static async Task<long> MeasureAsync(PeerBuild build, Peer[] servers, (int PerSecond, int Connections)[] rates, BenchReport report, int rounds, TimeSpan duration)
    {
        var script = System.IO.Path.Combine(build.Folder, "rate.lua");
        await File.WriteAllTextAsync(script, LatencyRun.Script);
        var failed = 0L;
        foreach (var (rate, connections) in rates)
        {
            var pause = (connections * 1000.0 / rate).ToString("F3", CultureInfo.InvariantCulture);
            string[] options = ["-s", script];
            report.Section(
                string.Create(CultureInfo.InvariantCulture, $"Latency at {rate:N0} requests per second"),
                $"1 kB; wrk with {connections} connections, each pausing {pause} ms on average after an answer, exponentially distributed, and wrk's correction for requests that an answer has held up; {rounds} rounds of {duration.TotalSeconds} s each. Microseconds.");
            var runs = await Rotation.RunAsync(rounds, servers, server => server.Name, server => Task.FromResult<ServerRun>(Run(server)));
            Add(report, rate, [.. runs.Select(run => (run.Name, (IReadOnlyList<LatencyRun>)[.. run.Runs.Cast<LatencyRun>()]))]);
            failed += runs[0].Runs.Sum(run => run.Failed);

            LatencyRun Run(Peer peer)
            {
                using var server = peer.Start(ServerCore);
                try
                {
                    _ = Load.Wrk(peer.Port, Path, connections, TimeSpan.FromSeconds(1), ClientCore, options, pause);
                    var before = Peer.ProcessorTime(server.Id);
                    var text = Load.Wrk(peer.Port, Path, connections, duration, ClientCore, options, pause);
                    return LatencyRun.Read(text, Peer.ProcessorTime(server.Id) - before);
                }
                finally
                {
                    Peer.Stop(server);
                }
            }
        }

        return failed;
    }

    private static void Add(BenchReport report, int rate, (string Name, IReadOnlyList<LatencyRun> Runs)[] servers)
    {
        const int Half = 0;
        const int NinetyNine = 2;
        var ours = servers[0].Runs;
        report.Table(
            ["server", "requests/s", .. LatencyRun.All.Select(name => name == "100" ? "greatest" : $"{name} %"), "ours/theirs 50 %", "ours/theirs 99 %", "failed"],
            servers.Select(server => (string[])
            [
                server.Name,
                $"{Spread.Of(server.Runs.Select(run => run.PerSecond)):F0}",
                .. LatencyRun.All.Select((_, i) => $"{Spread.Of(server.Runs.Select(run => run.Percentiles[i])):F0}"),
                $"{Ratio(server.Runs, Half):F2}",
                $"{Ratio(server.Runs, NinetyNine):F2}",
                $"{server.Runs.Sum(run => run.Failed)}",
            ]));
        report.Chart(
            $"latency-{rate}",
            string.Create(CultureInfo.InvariantCulture, $"99th percentile of latency at {rate:N0} requests per second, ours to theirs"),
            servers[1..].Select(server => new Bar(server.Name, Ratio(server.Runs, NinetyNine), IsLessBetter: true)));
        var (nearest, ratio) = servers[1..].Select(server => (server.Name, Ratio: Ratio(server.Runs, NinetyNine))).MaxBy(server => server.Ratio.Median);
        report.Summarize($"{report.Heading}, 99th percentile", nearest, ratio, isLessBetter: true);

        Spread Ratio(IReadOnlyList<LatencyRun> theirs, int percentile) =>
            Spread.Of(ours.Zip(theirs, (a, b) => a.Percentiles[percentile] / b.Percentiles[percentile]));
    }
}
