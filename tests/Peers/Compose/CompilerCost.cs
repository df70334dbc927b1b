using MirageGen.Peers.Micro;
using MirageGen.Peers.Reports;

namespace MirageGen.Peers.Compose;

/// <summary>What the composer costs the compiler, cold and with each key pressed, beside what the compiler needs without it.</summary>
internal static class CompilerCost
{
    private const string Project = "Benchmarks.Composer";
    private const string Compile = "CompileBenchmarks";
    private const string WarmServer = "WarmServerBenchmarks";
    private const string NewProcess = "NewProcessBenchmarks";
    private const string Keystroke = "KeystrokeBenchmarks";
    private const string MethodBody = "MethodBody";
    private const string Constructor = "Constructor";

    private static readonly string[] Sizes = ["5", "50", "500"];
    private static readonly string[] QuickSizes = ["50"];

    /// <summary>Measures.</summary>
    /// <param name="build">Where things are built.</param>
    /// <param name="report">Takes the results.</param>
    /// <param name="isQuick">One program, compiled whole and with a key in a method's body, in fewer iterations.</param>
    public static void Measure(PeerBuild build, BenchReport report, bool isQuick)
    {
        var (warmups, iterations, sizes) = isQuick ? (5, 5, QuickSizes) : (10, 10, Sizes);
        var results = new List<BenchmarkResult>(BenchmarkRun.Of(
            build,
            Project,
            [
                .. BenchmarkRun.ShortJob(warmups, iterations),
                "--filter",
                .. sizes.SelectMany(size => (string[])
                [
                    $"*.{Compile}.*Devices: {size},*Home: Project*",
                    $"*.{Keystroke}.*Devices: {size},*{(isQuick ? $"Edit: {MethodBody}*" : string.Empty)}Home: Project*",
                    .. isQuick ? [] : (string[])[$"*.{WarmServer}.*Devices: {size},*Home: Project*"],
                ]),
            ]));
        if (!isQuick)
        {
            // Its job is its own: one run in each of several processes.
            results.AddRange(BenchmarkRun.Of(build, Project, "--filter", $"*.{NewProcess}.*Home: Project*"));
        }

        report.Section(
            "Time in the compiler",
            $"`tests/{Project}` by BenchmarkDotNet: an appliance and its devices, all in its graph and in its own project, a file each, against the real libraries. "
            + $"Whole compilation: from parsed files to the assembly, beside the same program in which what the composer writes is a file like the others; in a server that has compiled {warmups} times. "
            + "First run: the generator alone on a program that the compiler has not seen, beside a generator that does nothing. "
            + "Key: the generator's run after an edit of the appliance's file, in a method's body or such that the composition changes, beside the same. "
            + "Medians; ratios iteration by iteration, or process by process.");
        report.Table(["what", "devices", "with the composer", "without", "ratio"], Rows(results, sizes).Select(row => (string[])
        [
            row.What,
            row.Size,
            Duration.Text(Spread.Of(row.Composed.Nanoseconds).Median),
            Duration.Text(Spread.Of(row.Alone.Nanoseconds).Median),
            $"{row.Composed.RatioTo(row.Alone):F2}",
        ]));
        var whole = Rows(results, sizes).Where(row => row.Composed.Type == Compile).ToArray();
        report.Chart(
            "compiler",
            "Whole compilation, with the composer to without it",
            whole.Select(row => new Bar($"{row.Size} devices", row.Composed.RatioTo(row.Alone), IsLessBetter: true)));
        foreach (var row in whole)
        {
            report.Summarize($"s to compile {row.Size} devices, composed", "the compiler alone", row.Composed.RatioTo(row.Alone), isLessBetter: true);
        }
    }

    private static IEnumerable<(string What, string Size, BenchmarkResult Composed, BenchmarkResult Alone)> Rows(IReadOnlyList<BenchmarkResult> results, string[] sizes)
    {
        foreach (var (what, type, edit) in ((string, string, string?)[])
            [
                ("whole compilation", Compile, null),
                ("first run, in a server that has compiled others", WarmServer, null),
                ("first run, in a new process", NewProcess, null),
                ("key in a method's body", Keystroke, MethodBody),
                ("key that changes the composition", Keystroke, Constructor),
            ])
        {
            var rows = results.Where(result => result.Type == type && (edit is null || result.Parameters["Edit"] == edit)).ToArray();
            foreach (var size in sizes.Where(_ => rows.Length > 0))
            {
                yield return (what, size, Of("Composed"), Of("Alone"));

                BenchmarkResult Of(string method) => rows.Single(row => row.Method == method && row.Parameters["Devices"] == size);
            }
        }
    }
}
