using System.Globalization;
using System.Text.Json;

namespace MirageGen.Peers;

/// <summary>One run of iperf3's client. It asks its server too for CUBIC, ours and the kernel's by default being different.</summary>
/// <param name="Flows">Connections at once.</param>
/// <param name="IsReverse">Whether the server sends.</param>
internal sealed record Iperf3(int Flows, bool IsReverse)
{
    private const double Giga = 1_000_000_000;

    /// <summary>What the tables call it, seen from the server that is measured.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{(IsReverse ? "sends" : "receives")}, {Flows} {(Flows == 1 ? "flow" : "flows")}");

    /// <summary>Runs it on a core of a namespace, once its server is there.</summary>
    /// <returns>Gbit/s that arrived.</returns>
    /// <exception cref="InvalidOperationException">It failed again and again.</exception>
    public double Run(PeerNamespace space, int core, string server, int seconds)
    {
        for (var left = 20; ; left--)
        {
            using var report = JsonDocument.Parse(space.Exec(
            [
                "taskset", "-c", core.ToString(CultureInfo.InvariantCulture), "iperf3", "-J", "-c", server, "-C", "cubic", "--connect-timeout", "5000",
                "-t", seconds.ToString(CultureInfo.InvariantCulture), "-P", Flows.ToString(CultureInfo.InvariantCulture),
                .. IsReverse ? ["-R"] : Array.Empty<string>(),
            ]));
            if (!report.RootElement.TryGetProperty("error", out var error))
            {
                return report.RootElement.GetProperty("end").GetProperty("sum_received").GetProperty("bits_per_second").GetDouble() / Giga;
            }

            if (left == 0)
            {
                throw new InvalidOperationException($"iperf3: {error}");
            }

            Thread.Sleep(100);
        }
    }
}
