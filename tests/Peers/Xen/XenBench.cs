using System.Diagnostics;
using MirageGen.Peers.Reports;

namespace MirageGen.Peers.Xen;

/// <summary>
/// Our website as a domain beside nginx in a Debian domain, on one Xen, in one run and in an order that rotates: how soon it
/// answers, what it needs, what it serves.
/// </summary>
internal static class XenBench
{
    private const int MostMebibytes = 256;
    private const int MostOfOurs = 64;

    /// <summary>The packages of theirs whose versions matter.</summary>
    private static readonly string[] Versions = ["linux-image-6", "nginx=", "busybox"];

    /// <summary>Measures and prints a table.</summary>
    /// <param name="build">Where things are built.</param>
    /// <param name="report">Takes the results.</param>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="isQuick">With shorter loads, and memory less exactly.</param>
    public static async Task MeasureAsync(PeerBuild build, BenchReport report, int rounds, bool isQuick)
    {
        await using var rig = await XenRig.BootAsync();
        var sites = await XenSites.BuildAsync(build, rig);
        var boots = await BootAsync(rig, sites, rounds);
        var loads = await LoadAsync(rig, sites, rounds, isQuick ? 2 : 10);
        var memory = await MemoryAsync(rig, sites, isQuick ? 4 : 1);
        await ReportAsync(report, rig, sites, boots, loads, memory);
    }

    private static async Task<(BootTime Ours, BootTime Theirs)[]> BootAsync(XenRig rig, XenSites sites, int rounds)
    {
        var (ours, theirs) = sites.Website;
        return await RoundsAsync(rounds, "boot", round => BootTime.MeasureAsync(rig, ours, round), round => BootTime.MeasureAsync(rig, theirs, round));
    }

    private static async Task<(DomainLoad Load, (Load Ours, Load Theirs)[] Results)[]> LoadAsync(XenRig rig, XenSites sites, int rounds, int seconds)
    {
        var (ours, theirs) = sites.Load;
        await using var ourDomain = await rig.StartAsync(ours, ours.Mebibytes);
        await using var theirDomain = await rig.StartAsync(theirs, theirs.Mebibytes);
        var results = new List<(DomainLoad, (Load, Load)[])>();
        foreach (var load in DomainLoad.All)
        {
            results.Add((load, await RoundsAsync(
                rounds,
                load.Name,
                _ => load.RunAsync(rig, ours, ourDomain, seconds),
                _ => load.RunAsync(rig, theirs, theirDomain, seconds))));
        }

        return [.. results];
    }

    private static async Task<(int Ours, int Theirs, int Hello)> MemoryAsync(XenRig rig, XenSites sites, int step)
    {
        Console.WriteLine("least memory");
        return (
            await LeastMemory.FindAsync(mebi => LeastMemory.ServesAsync(rig, sites.Website.Ours, sites.Page, mebi), MostOfOurs, step),
            await LeastMemory.FindAsync(mebi => LeastMemory.ServesAsync(rig, sites.Website.Theirs, sites.Page, mebi), MostMebibytes, step),
            await LeastMemory.FindAsync(mebi => LeastMemory.EndsAsync(rig, sites.Hello, mebi), MostOfOurs, step));
    }

    private static async Task<(T Ours, T Theirs)[]> RoundsAsync<T>(int rounds, string what, Func<int, Task<T>> ours, Func<int, Task<T>> theirs)
    {
        var results = new (T Ours, T Theirs)[rounds];
        for (var round = 0; round < rounds; round++)
        {
            if (round % 2 == 0)
            {
                results[round].Ours = await ours(round);
                results[round].Theirs = await theirs(round);
            }
            else
            {
                results[round].Theirs = await theirs(round);
                results[round].Ours = await ours(round);
            }

            Console.WriteLine($"  {what}, round {round + 1}: ours {results[round].Ours}, theirs {results[round].Theirs}");
        }

        return results;
    }

    private static async Task ReportAsync(
        BenchReport report,
        XenRig rig,
        XenSites sites,
        (BootTime Ours, BootTime Theirs)[] boots,
        (DomainLoad Load, (Load Ours, Load Theirs)[] Results)[] loads,
        (int Ours, int Theirs, int Hello) memory)
    {
        var (ours, theirs) = sites.Website;
        var bytes = sites.Bytes;
        var xen = await rig.RunAsync("xl info | sed -n 's/^xen_version *: //p'");
        var parts = sites.Debian.Packages.Where(package => Versions.Any(start => package.StartsWith(start, StringComparison.Ordinal)));
        report.Section(
            "A website as a domain",
            $"Ours beside nginx in a minimal Debian domain, {boots.Length} rounds. Domains of one processor on the one emulated processor of the machine (QEMU without KVM), "
            + $"{ours.Mebibytes} MB ours and {theirs.Mebibytes} MB theirs but for the rows of memory; images are in dom0's memory before. "
            + "First line: seen in xenconsoled's log. First answer: a client outside of the machine that tries to connect each 2 ms; both hold the way to dom0's shell. "
            + "Least memory: by bisection, answers 200 requests correctly. Load: wrk in dom0, 16 connections, one thread; CPU seconds as xl list counts them. "
            + $"Theirs is a kernel, decompressed ({sites.Debian.ShippedKernelBytes / 1000} kB as its package has it), and an initramfs. "
            + $"Xen {xen.Trim()}; {Emulator()}; {string.Join(", ", parts)}.");
        XenRow[] times =
        [
            XenRow.Of("s from xl create to the program's first line", boots.Select(b => (b.Ours.FirstLine, b.Theirs.FirstLine)), "F2", "F3", isLessBetter: true),
            XenRow.Of("s from xl create to the first HTTP answer", boots.Select(b => (b.Ours.Answer, b.Theirs.Answer)), "F2", "F3", isLessBetter: true),
            XenRow.Of("s from xl unpause, when it is made, to the first HTTP answer", boots.Select(b => (b.Ours.OwnAnswer, b.Theirs.OwnAnswer)), "F2", "F3", isLessBetter: true),
        ];
        XenRow[] sizes =
        [
            XenRow.Of("least memory, MB", [(memory.Ours, memory.Theirs)], "F0", "F3", isLessBetter: true),
            XenRow.Of("image, kB", [(bytes.Ours.Raw / 1000.0, bytes.Theirs.Raw / 1000.0)], "F0", "F3", isLessBetter: true),
            XenRow.Of("image by gzip -9, kB", [(bytes.Ours.Compressed / 1000.0, bytes.Theirs.Compressed / 1000.0)], "F0", "F3", isLessBetter: true),
        ];
        var rates = loads.SelectMany(load => (XenRow[])
        [
            XenRow.Of($"{load.Load.Name}: requests/s", load.Results.Select(r => (r.Ours.PerSecond, r.Theirs.PerSecond)), "F0", "F2"),
            XenRow.Of($"{load.Load.Name}: requests per CPU second of the domain", load.Results.Select(r => (r.Ours.PerCpuSecond, r.Theirs.PerCpuSecond)), "F0", "F2"),
        ]).ToArray();
        var failed = loads.Select(load => (string[])
            [$"{load.Load.Name}: failed", $"{load.Results.Sum(r => r.Ours.Failed)}", $"{load.Results.Sum(r => r.Theirs.Failed)}", string.Empty]);
        report.Table(
            ["", "ours", "Debian with nginx", "ours/theirs"],
            [.. times.Concat(sizes).Concat(rates).Select(row => row.Cells), .. failed, ["Hello: least memory, MB", $"{memory.Hello}", string.Empty, string.Empty]]);
        report.Chart("boot", "Seconds, ours to theirs", times.Select(row => row.Bar));
        report.Chart("size", "Memory and octets, ours to theirs", sizes.Select(row => row.Bar));
        report.Chart("load", "Requests, ours to theirs", rates.Select(row => row.Bar));
        foreach (var row in times.Concat(sizes).Concat(rates))
        {
            report.Summarize(row.What, "nginx in Debian", row.Ratio, row.IsLessBetter);
        }
    }

    private static string Emulator()
    {
        using var emulator = Process.Start(new ProcessStartInfo("qemu-system-x86_64", ["--version"]) { RedirectStandardOutput = true })!;
        return emulator.StandardOutput.ReadLine()!;
    }
}
