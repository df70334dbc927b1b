namespace MirageGen.Peers.Xen;

/// <summary>What a <see cref="DebianDomain"/> boots.</summary>
/// <param name="Kernel">The kernel, decompressed.</param>
/// <param name="Ramdisk">Its first and only root file system.</param>
/// <param name="ShippedKernelBytes">The kernel as its package has it, compressed.</param>
/// <param name="Packages">What it was made of, NAME=VERSION.</param>
internal sealed record DebianImage(string Kernel, string Ramdisk, long ShippedKernelBytes, IReadOnlyList<string> Packages);
