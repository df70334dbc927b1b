using System.Globalization;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>delv (Debian's bind9-dnsutils), which validates what a server on this host answers.</summary>
internal static class DelvTool
{
    /// <summary>Asks, and returns all that it said.</summary>
    /// <param name="port">The server's.</param>
    /// <param name="origin">The zone that is trusted.</param>
    /// <param name="delegation">Its DS record, as dnssec-dsfromkey writes it.</param>
    /// <param name="name">What is asked for.</param>
    /// <param name="type">Of which type.</param>
    public static string Ask(int port, string origin, string delegation, string name, string type)
    {
        var ds = delegation.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var anchors = Path.GetTempFileName();
        try
        {
            File.WriteAllText(anchors, $"trust-anchors {{ {origin} static-ds {ds[3]} {ds[4]} {ds[5]} \"{string.Concat(ds[6..])}\"; }};\n");
            var outcome = Shell.Run(
                "delv", "@127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-a", anchors, $"+root={origin.TrimEnd('.')}", name, type);
            return outcome.Output + outcome.Errors;
        }
        finally
        {
            File.Delete(anchors);
        }
    }
}
