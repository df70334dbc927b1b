namespace MirageGen.XenHost.Domains;

/// <summary>What a domain boots: files as dom0 sees them.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Ramdisk">Linux's first root file system; null for a kernel that needs none.</param>
internal sealed record DomainFiles(string Kernel, string? Ramdisk = null);
