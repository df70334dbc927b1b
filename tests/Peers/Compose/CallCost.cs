using System.Diagnostics;
using System.Globalization;
using MirageGen.Peers.Reports;

namespace MirageGen.Peers.Compose;

/// <summary>The cost of a call through four layers that the composer wired, beside one through layers wired by hand.</summary>
internal static class CallCost
{
    private const string Composed = "composed";
    private const string ByHand = "by hand";

    /// <summary>Measures under NativeAOT and under the JIT.</summary>
    /// <param name="build">Where the programs are built.</param>
    /// <param name="report">Takes the results.</param>
    /// <param name="rounds">How often each is run.</param>
    /// <param name="isQuick">Under NativeAOT alone.</param>
    public static async Task MeasureAsync(PeerBuild build, BenchReport report, int rounds, bool isQuick)
    {
        var images = (Publish("Composed"), Publish("ByHand"));
        List<(string Runtime, (double Composed, double ByHand)[] Pairs)> results = [("NativeAOT", await AlternateAsync(rounds, "NativeAOT", images))];
        if (!isQuick)
        {
            var programs = (PublishForJit("Composed"), PublishForJit("ByHand"));
            results.Add(("JIT", await AlternateAsync(rounds, "JIT", programs)));
        }

        report.Section(
            "A call through four layers",
            $"The same four layers, wired by the composer and wired by hand, as NativeAOT images and as programs under the JIT, which start as `dotnet` starts them and are called for a second before the time is taken; the least of seven times 30 million calls on one core; {rounds} rounds.");
        report.Table(
            ["graph", .. results.Select(result => $"{result.Runtime}, ns a call")],
            [Composed, .. results.Select(result => $"{Spread.Of(result.Pairs.Select(pair => pair.Composed)):F2}")],
            [ByHand, .. results.Select(result => $"{Spread.Of(result.Pairs.Select(pair => pair.ByHand)):F2}")],
            ["ratio", .. results.Select(result => $"{Ratio(result.Pairs):F2}")]);
        report.Chart("calls", "ns a call, composed to wired by hand", results.Select(result => new Bar(result.Runtime, Ratio(result.Pairs), IsLessBetter: true)));
        foreach (var (runtime, pairs) in results)
        {
            report.Summarize($"ns a call through four layers, composed, {runtime}", "wired by hand", Ratio(pairs), isLessBetter: true);
        }

        string[] Publish(string name) => [build.Publish($"Layers/{name}/{name}.csproj", name)];
        string[] PublishForJit(string name) => ["dotnet", build.Publish($"Layers/{name}/{name}.csproj", $"{name}.dll", "-p:PublishAot=false")];
    }

    private static Spread Ratio((double Composed, double ByHand)[] pairs) => Spread.Of(pairs.Select(pair => pair.Composed / pair.ByHand));

    private static Task<(double Composed, double ByHand)[]> AlternateAsync(int rounds, string what, (string[] Composed, string[] ByHand) commands) =>
        Alternation.RunAsync(rounds, what, _ => Task.FromResult(Run(commands.Composed)), _ => Task.FromResult(Run(commands.ByHand)));

    private static double Run(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo("taskset", ["-c", "0", .. command]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode != 0 ? throw new InvalidOperationException($"{string.Join(' ', command)} failed") : double.Parse(output, CultureInfo.InvariantCulture);
    }
}
