using MirageGen.Peers.Reports;

namespace MirageGen.Peers.Xen;

/// <summary>
/// Our website as a domain beside nginx in a Debian domain, on one Xen, in one run and in an order that rotates: what it
/// serves.
/// </summary>
internal static class XenLoad
{
    /// <summary>Measures and adds a table.</summary>
    /// <param name="build">Where things are built.</param>
    /// <param name="report">Takes the results.</param>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="isQuick">With shorter loads.</param>
    public static async Task MeasureAsync(PeerBuild build, BenchReport report, int rounds, bool isQuick)
    {
        var seconds = isQuick ? 2 : 10;
        await using var rig = await XenRig.BootAsync();
        var pair = await XenSites.LoadAsync(build, rig);
        var loads = await LoadAsync(rig, pair, rounds, seconds);
        report.Section(
            "A website as a domain",
            $"Ours of {pair.Ours.Mebibytes} MB beside nginx in a minimal Debian domain of {pair.Theirs.Mebibytes} MB, {rounds} rounds of {seconds} s each. "
            + $"Load: wrk in dom0, 16 connections, one thread; CPU seconds as xl list counts them. {await pair.DescribeAsync(rig)}");
        var rates = loads.SelectMany(load => (XenRow[])
        [
            XenRow.Of($"{load.Load.Name}: requests/s", load.Results.Select(r => (r.Ours.PerSecond, r.Theirs.PerSecond)), "F0", "F2"),
            XenRow.Of($"{load.Load.Name}: requests per CPU second of the domain", load.Results.Select(r => (r.Ours.PerCpuSecond, r.Theirs.PerCpuSecond)), "F0", "F2"),
        ]).ToArray();
        var failed = loads.Select(load => (string[])
            [$"{load.Load.Name}: failed", $"{load.Results.Sum(r => r.Ours.Failed)}", $"{load.Results.Sum(r => r.Theirs.Failed)}", string.Empty]);
        report.Table(["", "ours", "Debian with nginx", "ours/theirs"], [.. rates.Select(row => row.Cells), .. failed]);
        report.Chart("load", "Requests, ours to theirs", rates.Select(row => row.Bar));
        foreach (var row in rates)
        {
            report.Summarize(row.What, "nginx in Debian", row.Ratio, row.IsLessBetter);
        }
    }

    private static async Task<(DomainLoad Load, (Load Ours, Load Theirs)[] Results)[]> LoadAsync(XenRig rig, XenPair pair, int rounds, int seconds)
    {
        await using var ours = await rig.StartAsync(pair.Ours, pair.Ours.Mebibytes);
        await using var theirs = await rig.StartAsync(pair.Theirs, pair.Theirs.Mebibytes);
        var results = new List<(DomainLoad, (Load, Load)[])>();
        foreach (var load in DomainLoad.All)
        {
            results.Add((load, await Alternation.RunAsync(
                rounds,
                load.Name,
                _ => load.RunAsync(rig, pair.Ours, ours, seconds),
                _ => load.RunAsync(rig, pair.Theirs, theirs, seconds))));
        }

        return [.. results];
    }
}
