using System.Text.RegularExpressions;
using MirageGen.XenHost;
using MirageGen.XenHost.Domains;

namespace MirageGen.Peers.Xen;

/// <summary>The least memory that a domain runs in, by bisection; a domain cannot grow beyond what it was made with.</summary>
internal static partial class LeastMemory
{
    private const int Requests = 200;
    private const int Connections = 4;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Finds it.</summary>
    /// <param name="runs">Whether a domain of so many MB does what it should.</param>
    /// <param name="most">It must do so with this much.</param>
    public static async Task<int> FindAsync(Func<int, Task<bool>> runs, int most)
    {
        var (fails, does) = (0, most);
        while (does - fails > 1)
        {
            var middle = (fails + does) / 2;
            var isEnough = await runs(middle);
            Console.WriteLine($"  {middle} MB: {(isEnough ? "runs" : "does not run")}");
            (fails, does) = isEnough ? (fails, middle) : (middle, does);
        }

        return does;
    }

    /// <summary>Whether a site answers all of its requests, the page being what it should be, and is there afterwards.</summary>
    /// <param name="rig">Where it runs.</param>
    /// <param name="site">The site.</param>
    /// <param name="page">The file of dom0 that <c>/</c> is.</param>
    /// <param name="mebibytes">Its memory.</param>
    public static async Task<bool> ServesAsync(XenRig rig, XenPeer site, string page, int mebibytes)
    {
        try
        {
            using var client = FirstAnswer.Start(rig.Space, site);
            using var isOver = new CancellationTokenSource();
            await using var domain = await rig.CreateAsync(site.Settings(mebibytes, $"{site.Name}-memory"));
            var end = domain.WaitForEndAsync(Limit * 4, isOver.Token);
            var answer = client.WaitAsync(Limit);
            var serves = await Task.WhenAny(end, answer) == answer
                && await answer is not null
                && AllSucceeded(await rig.RunAsync($"wget -q -O - {site.Url}/ | cmp - {page} && ab -q -n {Requests} -c {Connections} {site.Url}/"))
                && !end.IsCompleted;
            await isOver.CancelAsync();
            await end.ContinueWith(static _ => { }, TaskScheduler.Default);
            return serves;
        }
        catch (XenHostException)
        {
            return false;
        }
    }

    /// <summary>Whether a domain ends by itself and in order.</summary>
    public static async Task<bool> EndsAsync(XenRig rig, XenPeer program, int mebibytes)
    {
        try
        {
            await using var domain = await rig.CreateAsync(program.Settings(mebibytes, $"{program.Name}-memory"));
            return await domain.WaitForEndAsync(Limit) == DomainEnd.PowerOff && domain.Console.Text.Contains(program.FirstLine, StringComparison.Ordinal);
        }
        catch (XenHostException)
        {
            return false;
        }
    }

    private static bool AllSucceeded(string report) =>
        Complete().Match(report).Groups[1].Value == $"{Requests}" && Failed().Match(report).Groups[1].Value == "0"
        && !report.Contains("Non-2xx", StringComparison.Ordinal);

    [GeneratedRegex(@"Complete requests:\s+(\d+)")]
    private static partial Regex Complete();

    [GeneratedRegex(@"Failed requests:\s+(\d+)")]
    private static partial Regex Failed();
}
