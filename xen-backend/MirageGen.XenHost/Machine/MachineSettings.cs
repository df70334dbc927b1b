namespace MirageGen.XenHost.Machine;

/// <summary>What a machine is made of.</summary>
/// <param name="Network">What its network card is plugged into.</param>
internal sealed record MachineSettings(Dom0Network Network)
{
    private const int LeastDom0Mebibytes = 400;
    private const int LeastMebibytes = 1024;
    private const int XenMebibytes = 112;

    /// <summary>dom0's part, which its files are in, too; what it runs by itself needs no more than the default.</summary>
    public int Dom0Mebibytes { get; init; } = LeastDom0Mebibytes;

    /// <summary>What all domains have together, at the same time.</summary>
    public int DomainMebibytes { get; init; } = LeastMebibytes - LeastDom0Mebibytes - XenMebibytes;

    /// <summary>Files of the host with disks' contents; QEMU writes to them.</summary>
    public IReadOnlyList<string> Disks { get; init; } = [];

    /// <summary>The machine's own; Xen keeps a sixteenth of a domain's memory beside it for the domain's page tables.</summary>
    public int Mebibytes => Math.Max(LeastMebibytes, Dom0Mebibytes + XenMebibytes + (DomainMebibytes * 17 / 16));
}
