using System.Globalization;
using System.Text.RegularExpressions;
using MirageGen.Peers.Reports;

namespace MirageGen.Peers.Http;

/// <summary>What one run of wrk at a fixed rate showed.</summary>
/// <param name="PerSecond">Requests per second, near the rate.</param>
/// <param name="PerCpuSecond">Requests per second of processor time of the server.</param>
/// <param name="Failed">Requests that failed.</param>
/// <param name="Percentiles">Microseconds from a request to its answer: those of <see cref="All"/>.</param>
internal sealed partial record LatencyRun(double PerSecond, double PerCpuSecond, long Failed, IReadOnlyList<double> Percentiles)
    : ServerRun(PerSecond, PerCpuSecond, Failed)
{
    /// <summary>The percentiles that are taken; the last is the greatest latency.</summary>
    public static IReadOnlyList<string> All { get; } = ["50", "90", "99", "99.9", "100"];

    /// <summary>
    /// A script for wrk: each connection pauses after an answer for a random time, exponentially distributed around the mean
    /// of its first argument, in milliseconds. So requests arrive as from many clients that know nothing of each other.
    /// </summary>
    public const string Script = """
        local mean
        function init(args) mean = tonumber(args[1]) end
        function delay() return math.floor(-math.log(1 - math.random()) * mean + math.random()) end
        function done(summary, latency, requests)
          for _, p in ipairs({50, 90, 99, 99.9}) do io.write(string.format("percentile %g: %d us\n", p, latency:percentile(p))) end
          io.write(string.format("percentile 100: %d us\n", latency.max))
        end
        """;

    /// <summary>Reads what wrk and the script printed.</summary>
    /// <param name="report">All of it.</param>
    /// <param name="cpu">Processor time that the server used meanwhile.</param>
    public static LatencyRun Read(string report, TimeSpan cpu)
    {
        var load = Load.Read(report, cpu);
        var found = Percentile().Matches(report).ToDictionary(
            match => match.Groups[1].Value, match => double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
        return new(load.PerSecond, load.PerCpuSecond, load.Failed, [.. All.Select(name => found[name])]);
    }

    [GeneratedRegex(@"percentile ([\d.]+): (\d+) us")]
    private static partial Regex Percentile();
}
