using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MirageGen.Peers.Reports;

namespace MirageGen.Peers;

/// <summary>What one run of wrk against one server showed.</summary>
/// <param name="Requests">Requests that were answered.</param>
/// <param name="PerSecond">Requests per second.</param>
/// <param name="PerCpuSecond">Requests per second of processor time of the server.</param>
/// <param name="Failed">Requests that failed or were answered by anything but 2xx or 3xx.</param>
internal sealed partial record Load(long Requests, double PerSecond, double PerCpuSecond, long Failed)
    : ServerRun(PerSecond, PerCpuSecond, Failed)
{
    /// <summary>Loads a server from another core, with keep-alive connections unless the options say otherwise.</summary>
    public static Load Run(
        Process server, int port, string path, int connections, TimeSpan duration, int core, params string[] options)
    {
        var cpuBefore = Peer.ProcessorTime(server.Id);
        var report = Wrk(port, path, connections, duration, core, options);
        return Read(report, Peer.ProcessorTime(server.Id) - cpuBefore);
    }

    /// <summary>Runs wrk on a core.</summary>
    /// <param name="port">The server's, on 127.0.0.1.</param>
    /// <param name="path">The file.</param>
    /// <param name="connections">How many at once.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="core">The core.</param>
    /// <param name="options">More of its options.</param>
    /// <param name="forScript">Arguments of its script.</param>
    /// <returns>What it printed.</returns>
    public static string Wrk(
        int port, string path, int connections, TimeSpan duration, int core, string[] options, params string[] forScript) =>
        Command.Run("taskset", Arguments($"http://127.0.0.1:{port}{path}", connections, duration, core, options, forScript));

    /// <summary>Arguments of taskset that run wrk on a core.</summary>
    public static string[] Arguments(string url, int connections, TimeSpan duration, int core, string[] options, params string[] forScript) =>
    [
        "-c", core.ToString(CultureInfo.InvariantCulture),
        "wrk", "-t1", $"-c{connections}", $"-d{(int)duration.TotalSeconds}s", .. options, url,
        .. forScript.Length > 0 ? ["--", .. forScript] : forScript,
    ];

    /// <summary>Reads what wrk printed.</summary>
    /// <param name="report">All of it.</param>
    /// <param name="cpu">Processor time that the server used meanwhile.</param>
    public static Load Read(string report, TimeSpan cpu)
    {
        var requests = long.Parse(Count().Match(report).Groups[1].Value, CultureInfo.InvariantCulture);
        var perSecond = double.Parse(Rate().Match(report).Groups[1].Value, CultureInfo.InvariantCulture);
        var failed = Failures().Matches(report).SelectMany(match => match.Groups.Values.Skip(1))
            .Where(group => group.Success)
            .Sum(group => long.Parse(group.Value, CultureInfo.InvariantCulture));
        return new(requests, perSecond, requests / cpu.TotalSeconds, failed);
    }

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Count();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)|Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex Failures();
}
