using MirageGen.Peers.Reports;

namespace MirageGen.Peers.Http;

/// <summary>All that is measured of HTTP on a host.</summary>
internal static class HttpBench
{
    /// <param name="build">Builds the servers.</param>
    /// <param name="report">Takes the results.</param>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="isQuick">Without large files and our own stack, and at one rate.</param>
    /// <returns>Whether no request failed at our servers.</returns>
    public static async Task<bool> MeasureAsync(PeerBuild build, BenchReport report, int rounds, TimeSpan duration, bool isQuick)
    {
        var servers = HttpPeers.Build(build);
        var failed = 0L;
        foreach (var load in HttpLoad.Small)
        {
            failed += await HttpThroughput.MeasureAsync(servers, load, report, rounds, duration);
        }

        if (isQuick)
        {
            return failed + await HttpLatency.MeasureAsync(build, servers, HttpLatency.Rates[1..2], report, rounds, duration) == 0;
        }

        failed += await HttpThroughput.MeasureAsync(HttpPeers.BuildLarge(build), HttpLoad.Large, report, rounds, duration);
        failed += await HttpLatency.MeasureAsync(build, servers, HttpLatency.Rates, report, rounds, duration);
        failed += await HttpDirect.MeasureAsync(build, report, rounds, duration);
        return failed == 0;
    }
}
