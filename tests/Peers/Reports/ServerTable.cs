namespace MirageGen.Peers.Reports;

/// <summary>Servers under one load, side by side.</summary>
internal static class ServerTable
{
    /// <summary>What is called so is no server but the most that one could reach.</summary>
    public const string Floor = "floor";

    /// <summary>Adds a table of all and charts of the ratios.</summary>
    /// <param name="report">Takes them.</param>
    /// <param name="name">The charts' name.</param>
    /// <param name="what">What is counted, such as queries.</param>
    /// <param name="servers">Each with its runs, as many for each; ours first.</param>
    public static void AddTo(BenchReport report, string name, string what, params (string Name, IReadOnlyList<ServerRun> Runs)[] servers)
    {
        var ours = servers[0].Runs;
        report.Table(
            ["server", $"{what}/s", "per CPU second", "ours/theirs per second", "ours/theirs per CPU second", "failed"],
            servers.Select(server => (string[])
            [
                server.Name,
                $"{Spread.Of(server.Runs.Select(run => run.PerSecond)):F0}",
                $"{Spread.Of(server.Runs.Select(run => run.PerCpuSecond)):F0}",
                $"{PerSecond(server.Runs):F2}",
                $"{PerCpuSecond(server.Runs):F2}",
                $"{server.Runs.Sum(run => run.Failed)}",
            ]));
        report.Chart($"{name}-cpu", $"{what} per CPU second of the server, ours to theirs", servers[1..].Select(server => new Bar(server.Name, PerCpuSecond(server.Runs))));
        report.Chart($"{name}-second", $"{what} per second, ours to theirs", servers[1..].Select(server => new Bar(server.Name, PerSecond(server.Runs))));
        var (nearest, ratio) = servers[1..].Where(server => server.Name != Floor)
            .Select(server => (server.Name, Ratio: PerCpuSecond(server.Runs))).MinBy(server => server.Ratio.Median);
        report.Summarize($"{report.Heading}, {what} per CPU second", nearest, ratio);

        Spread PerSecond(IReadOnlyList<ServerRun> theirs) => Spread.Of(ours.Zip(theirs, (a, b) => a.PerSecond / b.PerSecond));
        Spread PerCpuSecond(IReadOnlyList<ServerRun> theirs) => Spread.Of(ours.Zip(theirs, (a, b) => a.PerCpuSecond / b.PerCpuSecond));
    }
}
