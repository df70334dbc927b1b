using MirageGen.Peers.Reports;

namespace MirageGen.Peers.Http;

/// <summary>
/// HTTP throughput of the static-file handler beside Kestrel and nginx: one core each, all in one run, in an order that rotates
/// from round to round.
/// </summary>
internal static class HttpThroughput
{
    private const int ServerCore = 0;
    private const int ClientCore = 1;

    /// <param name="servers">The servers; ours first.</param>
    /// <param name="load">How they are loaded.</param>
    /// <param name="report">Takes the results.</param>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="duration">For how long.</param>
    /// <returns>Requests that failed at our server.</returns>
    public static async Task<long> MeasureAsync(Peer[] servers, HttpLoad load, BenchReport report, int rounds, TimeSpan duration)
    {
        report.Section(
            load.Heading,
            $"wrk with {load.Connections} connections on one core, the server with one thread on another; {rounds} rounds of {duration.TotalSeconds} s each. Ours is NativeAOT on host sockets, Kestrel NativeAOT, nginx has one worker.");
        var runs = await Rotation.RunAsync(
            rounds, servers, server => server.Name, server => Task.FromResult<ServerRun>(Run(server, load, duration)));
        ServerTable.AddTo(report, load.Name, "requests", runs);
        return runs[0].Runs.Sum(run => run.Failed);
    }

    private static Load Run(Peer peer, HttpLoad load, TimeSpan duration)
    {
        using var server = peer.Start(ServerCore);
        try
        {
            Load.Run(server, peer.Port, load.Path, load.Connections, TimeSpan.FromSeconds(1), ClientCore, load.Options);
            return Load.Run(server, peer.Port, load.Path, load.Connections, duration, ClientCore, load.Options);
        }
        finally
        {
            Peer.Stop(server);
        }
    }
}
