using MirageGen.Peers.Reports;

namespace MirageGen.Peers.Http;

/// <summary>All that is measured of HTTP on a host.</summary>
internal static class HttpBench
{
    /// <param name="build">Builds the servers.</param>
    /// <param name="report">Takes the results.</param>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="duration">For how long.</param>
    /// <returns>Whether no request failed at our servers.</returns>
    public static async Task<bool> MeasureAsync(PeerBuild build, BenchReport report, int rounds, TimeSpan duration)
    {
        var servers = HttpPeers.Build(build);
        var failed = 0L;
        foreach (var load in HttpLoad.Small)
        {
            failed += await HttpThroughput.MeasureAsync(servers, load, report, rounds, duration);
        }

        failed += await HttpThroughput.MeasureAsync(HttpPeers.BuildLarge(build), HttpLoad.Large, report, rounds, duration);
        failed += await HttpLatency.MeasureAsync(build, servers, report, rounds, duration);
        failed += await HttpDirect.MeasureAsync(build, report, rounds, duration);
        return failed == 0;
    }
}
