using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MirageGen.Peers.Reports;

namespace MirageGen.Peers.Dns;

/// <summary>Loads name servers by dnsperf.</summary>
internal static partial class DnsLoad
{
    /// <summary>Loads a server on this host from another core.</summary>
    public static ServerRun Run(Process server, int port, string questions, int seconds, int core)
    {
        var before = Peer.ProcessorTime(server.Id);
        var report = Command.Run(
            "taskset", ["-c", core.ToString(CultureInfo.InvariantCulture), .. Arguments("127.0.0.1", port, questions, seconds)]);
        return Read(report, Peer.ProcessorTime(server.Id) - before);
    }

    /// <summary>dnsperf with one thread, and as many queries under way as keep the server busy and lose none.</summary>
    public static string[] Arguments(string address, int port, string questions, int seconds) =>
    [
        "dnsperf", "-s", address, "-p", port.ToString(CultureInfo.InvariantCulture), "-d", questions,
        "-l", seconds.ToString(CultureInfo.InvariantCulture), "-c", "8", "-T", "1", "-q", "200", "-t", "2",
    ];

    /// <summary>Reads what dnsperf printed.</summary>
    /// <param name="report">All of it.</param>
    /// <param name="cpu">Processor time that the server used meanwhile.</param>
    public static ServerRun Read(string report, TimeSpan cpu)
    {
        var answered = double.Parse(Completed().Match(report).Groups[1].Value, CultureInfo.InvariantCulture);
        var perSecond = double.Parse(Rate().Match(report).Groups[1].Value, CultureInfo.InvariantCulture);
        var lost = long.Parse(LostCount().Match(report).Groups[1].Value, CultureInfo.InvariantCulture);
        return new(perSecond, answered / cpu.TotalSeconds, lost);
    }

    [GeneratedRegex(@"Queries completed:\s+(\d+)")]
    private static partial Regex Completed();

    [GeneratedRegex(@"Queries per second:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"Queries lost:\s+(\d+)")]
    private static partial Regex LostCount();
}
