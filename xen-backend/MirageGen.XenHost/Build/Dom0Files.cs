namespace MirageGen.XenHost.Build;

/// <summary>What QEMU boots.</summary>
/// <param name="Folder">Holds all of it.</param>
internal sealed record Dom0Files(string Folder)
{
    /// <summary>The hypervisor, decompressed.</summary>
    public string Hypervisor => Path.Combine(Folder, "xen");

    /// <summary>dom0's Linux.</summary>
    public string Kernel => Path.Combine(Folder, "vmlinux");

    /// <summary>dom0's root file system.</summary>
    public string Initramfs => Path.Combine(Folder, "initramfs.cpio");
}
