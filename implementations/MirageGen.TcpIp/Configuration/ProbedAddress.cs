namespace MirageGen.TcpIp;

/// <summary>An IPv4 address that is being probed for, or that is still to be announced once more.</summary>
/// <param name="address">The address.</param>
/// <param name="isInUse">Whether it is used meanwhile.</param>
/// <param name="steps">What is done, one after the other.</param>
/// <param name="onTaken">Told which station has it.</param>
/// <param name="onFree">Told that nobody has it; null for nobody to tell.</param>
internal sealed class ProbedAddress(
    IPv4Address address, bool isInUse, ProbeStep[] steps, Action<MacAddress> onTaken, Action? onFree)
{
    public IPv4Address Address { get; } = address;

    public bool IsInUse { get; } = isInUse;

    public ProbeStep[] Steps { get; } = steps;

    public Action<MacAddress> OnTaken { get; } = onTaken;

    public Action? OnFree { get; } = onFree;

    /// <summary>The step that comes next.</summary>
    public int Next { get; set; }

    /// <summary>When it comes, in the clock's time.</summary>
    public TimeSpan At { get; set; }

    /// <summary>Whether nobody has claimed it in time.</summary>
    public bool IsSettled { get; set; }

    /// <summary>Who else has it; null while nobody has said so.</summary>
    public MacAddress? Claimant { get; set; }
}
