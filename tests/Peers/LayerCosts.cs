using System.Diagnostics;
using System.Globalization;

namespace MirageGen.Peers;

/// <summary>The cost of a call through four layers, in an image that the composer wired and in one wired by hand.</summary>
internal static class LayerCosts
{
    public static void Measure(PeerBuild build, int rounds)
    {
        var composed = build.Publish("Layers/Composed/Composed.csproj", "Composed");
        var byHand = build.Publish("Layers/ByHand/ByHand.csproj", "ByHand");
        var pairs = Enumerable.Range(0, rounds).Select(_ => (Composed: Run(composed), ByHand: Run(byHand))).ToArray();

        Console.WriteLine("| graph | ns a call through four layers |");
        Console.WriteLine("| --- | --- |");
        Console.WriteLine($"| composed | {Spread.Of(pairs.Select(pair => pair.Composed)):F2} |");
        Console.WriteLine($"| by hand | {Spread.Of(pairs.Select(pair => pair.ByHand)):F2} |");
        Console.WriteLine($"| ratio | {Spread.Of(pairs.Select(pair => pair.Composed / pair.ByHand)):F2} |");
    }

    private static double Run(string program)
    {
        using var process = Process.Start(new ProcessStartInfo("taskset", ["-c", "0", program]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(output, CultureInfo.InvariantCulture);
    }
}
