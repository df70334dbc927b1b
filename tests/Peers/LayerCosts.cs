using System.Diagnostics;
using System.Globalization;
using MirageGen.Peers.Reports;

namespace MirageGen.Peers;

/// <summary>The cost of a call through four layers, in an image that the composer wired and in one wired by hand.</summary>
internal static class LayerCosts
{
    public static void Measure(PeerBuild build, BenchReport report, int rounds)
    {
        var composed = build.Publish("Layers/Composed/Composed.csproj", "Composed");
        var byHand = build.Publish("Layers/ByHand/ByHand.csproj", "ByHand");
        var pairs = Enumerable.Range(0, rounds).Select(_ => (Composed: Run(composed), ByHand: Run(byHand))).ToArray();

        var ratio = Spread.Of(pairs.Select(pair => pair.Composed / pair.ByHand));
        report.Section("A call through four layers", $"Two NativeAOT images, one that the composer wired and one wired by hand; {rounds} rounds.");
        report.Table(
            ["graph", "ns a call"],
            ["composed", $"{Spread.Of(pairs.Select(pair => pair.Composed)):F2}"],
            ["by hand", $"{Spread.Of(pairs.Select(pair => pair.ByHand)):F2}"],
            ["ratio", $"{ratio:F2}"]);
        report.Chart("layers", "ns a call, composed to wired by hand", [new("by hand", ratio, IsLessBetter: true)]);
        report.Summarize("ns a call through four layers, composed", "wired by hand", ratio, isLessBetter: true);
    }

    private static double Run(string program)
    {
        using var process = Process.Start(new ProcessStartInfo("taskset", ["-c", "0", program]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(output, CultureInfo.InvariantCulture);
    }
}
