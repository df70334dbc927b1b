using System.Globalization;
using MirageGen.Peers.Reports;

namespace MirageGen.Peers.Micro;

/// <summary>Parts of the libraries alone, by BenchmarkDotNet: what an operation takes and what it allocates.</summary>
internal static class MicroBench
{
    /// <summary>A million records are read again and again: not in a quick run.</summary>
    private const string Slow = "ZoneFileBenchmarks";

    private static readonly (string Project, string Heading)[] Projects =
    [
        ("Benchmarks.Abstractions", "The loop, completions and timers"),
        ("Benchmarks.TcpIp", "TCP/IP"),
        ("Benchmarks.Http", "HTTP"),
        ("Benchmarks.Dns", "DNS"),
    ];

    /// <summary>Of a class, the benchmark that the others are measured beside.</summary>
    private static readonly Dictionary<string, string> Baselines = new()
    {
        ["CompletionBenchmarks"] = "AwaitTaskCompletionSource",
        ["ChecksumBenchmarks"] = "WordByWord",
    };

    /// <summary>Measures and adds a table of each library.</summary>
    /// <param name="build">Where things are built.</param>
    /// <param name="report">Takes the results.</param>
    /// <param name="isQuick">In one process, with fewer and shorter iterations, and without zone files.</param>
    public static void Measure(PeerBuild build, BenchReport report, bool isQuick)
    {
        var (warmups, iterations, milliseconds) = isQuick ? (15, 5, 100) : (10, 10, 200);
        foreach (var (project, heading) in Projects)
        {
            string[] options =
            [
                .. BenchmarkRun.ShortJob(warmups, iterations), "--iterationTime", milliseconds.ToString(CultureInfo.InvariantCulture),
                .. isQuick ? ["--inProcess"] : Array.Empty<string>(),
                "--filter", .. Filters(build, project, isQuick),
            ];
            var results = BenchmarkRun.Of(build, project, options);
            report.Section(
                heading,
                $"`tests/{project}` by BenchmarkDotNet under the JIT, {iterations} iterations of {milliseconds} ms or one operation after {warmups} for warming up, "
                + $"{(isQuick ? "all in one process" : "each benchmark in a process of its own")}. Error: half of the 99.9% confidence interval of the mean. "
                + "Allocated: octets on the heap for each operation.");
            report.Table(["benchmark", "of", "mean", "error", "allocated octets", "time beside the baseline"], results.Select(result => Cells(result, results)));
        }
    }

    /// <summary>BenchmarkDotNet knows no filter that leaves something out.</summary>
    private static IEnumerable<string> Filters(PeerBuild build, string project, bool isQuick) => !isQuick ? ["*"]
        : Directory.GetFiles(build.SourcePath($"../{project}"), "*Benchmarks.cs").Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => name != Slow).Order(StringComparer.Ordinal).Select(name => $"*.{name}.*");

    private static string[] Cells(BenchmarkResult result, IReadOnlyList<BenchmarkResult> all) =>
    [
        result.Name,
        string.Join(", ", result.Parameters.Select(pair => $"{pair.Key} {pair.Value}")),
        Duration.Text(result.Mean),
        Duration.Text(result.Error),
        result.Allocated.ToString(CultureInfo.InvariantCulture),
        Beside(result, all),
    ];

    private static string Beside(BenchmarkResult result, IReadOnlyList<BenchmarkResult> all)
    {
        if (!Baselines.TryGetValue(result.Type, out var method))
        {
            return string.Empty;
        }

        var baseline = all.Single(other => other.Type == result.Type && other.Method == method && other.Parameters.SequenceEqual(result.Parameters));
        return ReferenceEquals(baseline, result) ? "baseline" : $"{result.RatioTo(baseline):F2}";
    }
}
