using MirageGen.Peers.Reports;

namespace MirageGen.Peers.Compose;

/// <summary>What composition costs: a call, the compiler, a build.</summary>
internal static class ComposeBench
{
    /// <summary>Measures.</summary>
    /// <param name="build">Where things are built.</param>
    /// <param name="report">Takes the results.</param>
    /// <param name="rounds">How often calls and builds are measured.</param>
    /// <param name="isQuick">Without calls under the JIT, and with less of the compiler.</param>
    public static async Task MeasureAsync(PeerBuild build, BenchReport report, int rounds, bool isQuick)
    {
        await CallCost.MeasureAsync(build, report, rounds, isQuick);
        CompilerCost.Measure(build, report, isQuick);
        await BuildCost.MeasureAsync(build, report, rounds);
    }
}
