using System.Diagnostics;
using MirageGen.Peers.Reports;

namespace MirageGen.Peers.Compose;

/// <summary>
/// What the composer adds to the build of an example: the whole build with it, and of the same project in which what it
/// writes is a source like the others.
/// </summary>
internal static class BuildCost
{
    private const string Example = "EchoServer";

    /// <summary>Measures.</summary>
    /// <param name="build">Where what the composer writes is kept.</param>
    /// <param name="report">Takes the results.</param>
    /// <param name="rounds">How often each is built.</param>
    public static async Task MeasureAsync(PeerBuild build, BenchReport report, int rounds)
    {
        var project = build.SourcePath($"../../examples/{Example}");
        var written = Path.Combine(build.Folder, "written");
        string[] without = [$"-p:CustomAfterMicrosoftCommonTargets={build.SourcePath("Compose/Written.targets")}", $"-p:MirageWritten={written}"];
        Command.Run("dotnet", "build", project, "-c", "Release", "-v", "quiet");
        Build("-p:EmitCompilerGeneratedFiles=true", $"-p:CompilerGeneratedFilesOutputPath={written}");
        Build(without);
        Build();

        var pairs = await Alternation.RunAsync(rounds, "build", _ => Task.FromResult(Build()), _ => Task.FromResult(Build(without)));
        var ratio = Spread.Of(pairs.Select(pair => pair.Ours / pair.Theirs));
        report.Section(
            "Time added to a build",
            $"`dotnet build --no-restore --no-dependencies --no-incremental` of the {Example} example, by turns with the composer and with what it wrote as a file of the project instead; build servers stay; {rounds} rounds.");
        report.Table(
            ["build", "s"],
            ["with the composer", $"{Spread.Of(pairs.Select(pair => pair.Ours)):F2}"],
            ["without", $"{Spread.Of(pairs.Select(pair => pair.Theirs)):F2}"],
            ["added", $"{Spread.Of(pairs.Select(pair => pair.Ours - pair.Theirs)):F2}"],
            ["ratio", $"{ratio:F2}"]);
        report.Chart("build", "s to build an example, with the composer to without it", [new("without", ratio, IsLessBetter: true)]);
        report.Summarize("s to build an example, composed", "the same without the composer", ratio, isLessBetter: true);

        double Build(params string[] properties)
        {
            var start = Stopwatch.GetTimestamp();
            Command.Run(
                "dotnet",
                ["build", project, "-c", "Release", "-v", "quiet", "--no-restore", "--no-dependencies", "--no-incremental", "-p:RunAnalyzers=true", .. properties]);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }
}
