using System.Globalization;

namespace MirageGen.Peers.Reports;

/// <summary>What one run of a load against one server showed.</summary>
/// <param name="PerSecond">Requests or queries answered per second.</param>
/// <param name="PerCpuSecond">Those answered per second of processor time of the server.</param>
/// <param name="Failed">Those that failed or were lost.</param>
internal record ServerRun(double PerSecond, double PerCpuSecond, long Failed)
{
    /// <summary>How much of one processor the server took.</summary>
    public double ProcessorShare => PerSecond / PerCpuSecond;

    /// <summary>What is answered per second by one that takes no time, where everything else that answering takes shares its processor.</summary>
    public double PerSecondWithout => PerSecond / (1 - ProcessorShare);

    /// <summary>A line of text.</summary>
    public string Describe() =>
        string.Create(CultureInfo.InvariantCulture, $"{PerSecond,9:F0}/s {PerCpuSecond,9:F0} per CPU s, {Failed} failed");
}
