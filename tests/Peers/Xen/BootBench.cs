using MirageGen.Peers.Reports;

namespace MirageGen.Peers.Xen;

/// <summary>
/// Our website as a domain beside nginx in a Debian domain, on one Xen, in one run and in an order that rotates: how soon it
/// answers, and the least memory in which it does.
/// </summary>
internal static class BootBench
{
    private const string Nginx = "nginx in Debian";
    private const int MostMebibytes = 256;
    private const int MostOfOurs = 64;

    /// <summary>Measures and adds a table.</summary>
    /// <param name="build">Where things are built.</param>
    /// <param name="report">Takes the results.</param>
    /// <param name="rounds">How often each boots.</param>
    /// <param name="isQuick">Without the least memory, for which many must boot.</param>
    public static async Task MeasureAsync(PeerBuild build, BenchReport report, int rounds, bool isQuick)
    {
        await using var rig = await XenRig.BootAsync();
        var pair = await XenSites.WebsiteAsync(build, rig);
        var boots = await Alternation.RunAsync(
            rounds, "boot", round => BootTime.MeasureAsync(rig, pair.Ours, round), round => BootTime.MeasureAsync(rig, pair.Theirs, round));
        report.Section(
            "A website as a domain",
            $"Ours beside nginx in a minimal Debian domain, {rounds} rounds; {pair.Ours.Mebibytes} MB ours and {pair.Theirs.Mebibytes} MB theirs but for the least memory. "
            + $"First line: seen in xenconsoled's log. First answer: a client outside of the machine that tries to connect each 2 ms; both hold the way to dom0's shell. {await pair.DescribeAsync(rig)}");
        XenRow[] times =
        [
            XenRow.Of("s from xl create to the program's first line", boots.Select(b => (b.Ours.FirstLine, b.Theirs.FirstLine)), "F2", "F3", isLessBetter: true),
            XenRow.Of("s from xl create to the first HTTP answer", boots.Select(b => (b.Ours.Answer, b.Theirs.Answer)), "F2", "F3", isLessBetter: true),
            XenRow.Of("s from xl unpause, when it is made, to the first HTTP answer", boots.Select(b => (b.Ours.OwnAnswer, b.Theirs.OwnAnswer)), "F2", "F3", isLessBetter: true),
        ];
        report.Table(["", "ours", "Debian with nginx", "ours/theirs"], times.Select(row => row.Cells));
        report.Chart("seconds", "Seconds, ours to theirs", times.Select(row => row.Bar));
        foreach (var row in times)
        {
            report.Summarize(row.What, Nginx, row.Ratio, row.IsLessBetter);
        }

        if (!isQuick)
        {
            await MeasureMemoryAsync(build, rig, pair, report);
        }
    }

    private static async Task MeasureMemoryAsync(PeerBuild build, XenRig rig, XenPair pair, BenchReport report)
    {
        var hello = await XenSites.HelloAsync(build, rig);
        var page = await XenSites.StagePageAsync(build, rig);
        BenchReport.Progress("least memory");
        var ours = await LeastMemory.FindAsync(mebi => LeastMemory.ServesAsync(rig, pair.Ours, page, mebi), MostOfOurs);
        var theirs = await LeastMemory.FindAsync(mebi => LeastMemory.ServesAsync(rig, pair.Theirs, page, mebi), MostMebibytes);
        var least = await LeastMemory.FindAsync(mebi => LeastMemory.EndsAsync(rig, hello, mebi), MostOfOurs);
        report.Section("Least memory", "By bisection to a MB, what answers 200 requests correctly; Hello ends in order.");
        var memory = XenRow.Of("least memory, MB", [(ours, theirs)], "F0", "F3", isLessBetter: true);
        report.Table(["", "ours", "Debian with nginx", "ours/theirs"], memory.Cells, ["Hello: least memory, MB", $"{least}", string.Empty, string.Empty]);
        report.Chart("memory", "Least memory, ours to theirs", [memory.Bar]);
        report.Summarize(memory.What, Nginx, memory.Ratio, memory.IsLessBetter);
    }
}
