namespace MirageGen.XenHost.Disks;

/// <summary>What the user wants a disk made of.</summary>
/// <param name="Image">The compressed image, a file.</param>
/// <param name="Output">The file to write.</param>
/// <param name="Grub">The folder with GRUB's modules for a PC.</param>
/// <param name="BootWords">The words of the domain's command line.</param>
internal sealed record DiskOptions(string Image, string Output, string Grub, IReadOnlyList<string> BootWords);
