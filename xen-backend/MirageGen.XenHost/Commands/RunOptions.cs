using MirageGen.XenHost.Machine;

namespace MirageGen.XenHost.Commands;

/// <summary>What the user wants run.</summary>
/// <param name="Image">The kernel, a file.</param>
internal sealed record RunOptions(string Image)
{
    /// <summary>The domain's memory.</summary>
    public int MemoryMebibytes { get; init; }

    /// <summary>The domain's processors.</summary>
    public int VirtualProcessors { get; init; }

    /// <summary>Ports of 127.0.0.1 that lead to the domain.</summary>
    public IReadOnlyList<PortForward> Forwards { get; init; } = [];

    /// <summary>Files with disks' contents.</summary>
    public IReadOnlyList<string> Disks { get; init; } = [];

    /// <summary>Whether the domain has a network interface.</summary>
    public bool HasNetwork { get; init; }

    /// <summary>The bridge that it is on, where this machine is a dom0.</summary>
    public string Bridge { get; init; } = Dom0Network.Bridge;

    /// <summary>The words of the domain's command line.</summary>
    public IReadOnlyList<string> BootWords { get; init; } = [];
}
