using System.Diagnostics;
using System.Globalization;
using MirageGen.XenHost;
using MirageGen.XenHost.Domains;

namespace MirageGen.Peers.Xen;

/// <summary>
/// The StaticWebsite example as a domain with little more memory than it needs to answer at all, under load for minutes: no
/// request may fail, and what grows would end it, for a domain cannot have more than it was made with. How little is said.
/// </summary>
internal static class XenSoak
{
    private const int MostMebibytes = 64;

    /// <summary>What it has; connections that come and go at full speed need some beyond the least in which it answers 200 requests.</summary>
    private const int Mebibytes = 16;

    /// <summary>By turns, so that connections come and go as well.</summary>
    private static readonly DomainLoad[] Loads =
    [
        new("kept", "/", "-c32"),
        new("20 kB", "/composer.html", "-c32"),
        new("fresh", "/", "-c16 -H 'Connection: close'"),
    ];

    private const int Seconds = 20;

    /// <returns>Whether the site stood it.</returns>
    public static async Task<bool> RunAsync(PeerBuild build, TimeSpan duration, long leastRequests)
    {
        await using var rig = await XenRig.BootAsync();
        var website = await XenSites.OurWebsiteAsync(build, rig);
        var page = await XenSites.StagePageAsync(build, rig);
        var least = await LeastMemory.FindAsync(mebi => LeastMemory.ServesAsync(rig, website, page, mebi), MostMebibytes);
        await using var domain = await rig.StartAsync(website, Mebibytes);
        Console.WriteLine($"{duration.TotalMinutes} minutes of wrk from dom0 in a domain of {Mebibytes} MB; {least} MB is the least in which it answers 200 requests");
        Console.WriteLine();
        Console.WriteLine("| s | load | requests | per s | per CPU s | failed | took, s | by dom0's clock |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        var (requests, failed) = await LoadAsync(rig, website, domain, duration);
        var isOrderly = await domain.ShutDownAsync(TimeSpan.FromMinutes(1)) && await domain.WaitForEndAsync(TimeSpan.FromMinutes(1)) == DomainEnd.PowerOff;
        Console.WriteLine();
        Console.WriteLine($"{requests} requests, at least {leastRequests} are asked for; {failed} failed; powered off when asked: {(isOrderly ? "yes" : "no")}");
        Console.WriteLine($"the console: {domain.Console.Text.Trim()}");
        return failed == 0 && requests >= leastRequests && isOrderly;
    }

    private static async Task<(long Requests, long Failed)> LoadAsync(XenRig rig, XenPeer site, Domain domain, TimeSpan duration)
    {
        var (requests, failed) = (0L, 0L);
        var round = 0;
        for (var time = Stopwatch.StartNew(); time.Elapsed < duration; round++)
        {
            var load = Loads[round % Loads.Length];
            var (began, beganThere) = (time.Elapsed, await UptimeAsync(rig));
            var result = await RunAsync(rig, site, domain, load);
            var (took, tookThere) = (time.Elapsed - began, await UptimeAsync(rig) - beganThere);
            requests += result.Requests;
            failed += result.Failed;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {time.Elapsed.TotalSeconds:F0} | {load.Name} | {result.Requests} | {result.PerSecond:F0} | {result.PerCpuSecond:F0} | {result.Failed} | {took.TotalSeconds:F1} | {tookThere.TotalSeconds:F1} |"));
        }

        return (requests, failed);
    }

    /// <summary>Time by dom0's clock, which is not always that of the machine it runs on.</summary>
    private static async Task<TimeSpan> UptimeAsync(XenRig rig) =>
        TimeSpan.FromSeconds(double.Parse((await rig.RunAsync("cut -d' ' -f1 /proc/uptime")).Trim(), CultureInfo.InvariantCulture));

    /// <summary>
    /// A site that is not there any more says why: how its domain ended and what stands on its console. So does dom0, whose
    /// clock may have stood still.
    /// </summary>
    private static async Task<Load> RunAsync(XenRig rig, XenPeer site, Domain domain, DomainLoad load)
    {
        try
        {
            return await load.RunAsync(rig, site, domain, Seconds);
        }
        catch (XenHostException error)
        {
            var state = await rig.RunAsync($"xl list -v {domain.Id}; date; cat /proc/uptime; dmesg | tail -5; xl dmesg | tail -5");
            throw new XenHostException($"{error.Message}\n{state}{domain.Console.Text}", error);
        }
    }
}
