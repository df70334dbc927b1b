using System.Globalization;
using System.Runtime.InteropServices;

namespace MirageGen.Peers.Reports;

/// <summary>What figures were taken on and with, so that others can take them again.</summary>
internal static class MachineFacts
{
    private static readonly string[] Packages =
        ["nginx", "wrk", "bind9", "nsd", "knot", "dnsperf", "iperf3", "xen-system-amd64", "qemu-system-x86"];

    /// <summary>Says it in a paragraph.</summary>
    /// <param name="command">The command that takes them.</param>
    public static string Describe(string command)
    {
        var processor = File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(": ")[1];
        var commit = Command.Run("git", "rev-parse", "--short", "HEAD").Trim();
        return string.Create(CultureInfo.InvariantCulture, $"""
            Taken by `{command}` on {DateTime.UtcNow:yyyy-MM-dd} at {commit}: {Environment.ProcessorCount} cores of {processor}, {RuntimeInformation.OSDescription}, .NET {Environment.Version}. {Versions()}.
            """);
    }

    private static string Versions() => string.Join(
        ", ",
        Packages.Select(package =>
        {
            try
            {
                return Command.Run("dpkg-query", "-W", "-f", "${Package} ${Version}", package);
            }
            catch (InvalidOperationException)
            {
                // Not installed, so not measured with.
                return string.Empty;
            }
        }).Where(version => version.Length > 0));
}
