namespace MirageGen.XenHost.Domains;

/// <summary>What a domain is made of.</summary>
/// <param name="Image">The kernel: a file of the host, 64-bit ELF with a PVH entry.</param>
internal sealed record DomainSettings(string Image)
{
    /// <summary>What it boots where dom0 has its files already; null to hand dom0 the image.</summary>
    public DomainFiles? Files { get; init; }

    /// <summary>Letters, digits and hyphens; numbers are appended to tell domains of one name apart.</summary>
    public string Name { get; init; } = "domain";

    /// <summary>Its memory; Xen's builder refuses less than about 18.</summary>
    public int MemoryMebibytes { get; init; } = 64;

    /// <summary>How many processors it sees.</summary>
    public int VirtualProcessors { get; init; } = 1;

    /// <summary>Its command line.</summary>
    public string Arguments { get; init; } = string.Empty;

    /// <summary>The bridge of dom0 that its network interface is on; null for none.</summary>
    public string? Bridge { get; init; }

    /// <summary>Whether it waits, after it was made, until <see cref="Domain.UnpauseAsync"/> lets it run.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Its disks, as dom0 sees them; it sees xvda, xvdb and so on.</summary>
    public IReadOnlyList<string> Disks { get; init; } = [];

    /// <summary>Disks that it may only read, behind the others.</summary>
    public IReadOnlyList<string> ReadOnlyDisks { get; init; } = [];
}
