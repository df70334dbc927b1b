using System.Globalization;
using System.Text.Json;
using MirageGen.Peers.Reports;

namespace MirageGen.Peers.Micro;

/// <summary>Runs a project of benchmarks and reads what BenchmarkDotNet reports of them.</summary>
internal static class BenchmarkRun
{
    /// <summary>A loaded machine needs longer than BenchmarkDotNet waits by default.</summary>
    private const string BuildSeconds = "600";

    /// <summary>The options of one process for each benchmark, with so many iterations of which the first are not counted.</summary>
    public static string[] ShortJob(int warmups, int iterations) =>
    [
        "--job", "short",
        "--warmupCount", warmups.ToString(CultureInfo.InvariantCulture),
        "--iterationCount", iterations.ToString(CultureInfo.InvariantCulture),
    ];

    /// <summary>Builds and runs it.</summary>
    /// <param name="build">Where its reports are written.</param>
    /// <param name="project">Its name, a folder of <c>tests</c>.</param>
    /// <param name="options">What BenchmarkDotNet is told.</param>
    /// <returns>What it reports, by class, in the order of its benchmarks.</returns>
    /// <exception cref="InvalidOperationException">A benchmark failed, or there was none.</exception>
    public static IReadOnlyList<BenchmarkResult> Of(PeerBuild build, string project, params IEnumerable<string> options)
    {
        BenchReport.Progress($"{project}, {string.Join(' ', options)}");
        var path = build.SourcePath($"../{project}");
        var artifacts = Path.Combine(build.Folder, $"{project}-{Guid.NewGuid():N}");
        Command.Run("dotnet", "build", path, "-c", "Release", "-v", "quiet");
        var output = Command.Run(
            "dotnet", ["run", "--project", path, "-c", "Release", "--no-build", "--", "--buildTimeout", BuildSeconds, "--exporters", "briefjson", "--artifacts", artifacts, .. options]);
        var results = new List<BenchmarkResult>();
        if (Directory.Exists(artifacts))
        {
            foreach (var file in Directory.GetFiles(artifacts, "*-brief.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                using var report = JsonDocument.Parse(File.ReadAllText(file));
                results.AddRange(report.RootElement.GetProperty("Benchmarks").EnumerateArray()
                    .Select(benchmark => BenchmarkResult.Read(benchmark) ?? throw new InvalidOperationException($"{benchmark.GetProperty("DisplayInfo")} failed: {output}")));
            }
        }

        return results.Count > 0 ? results : throw new InvalidOperationException($"{project} has no results: {output}");
    }
}
