using MirageGen.Interop;
using MirageGen.XenHost.Domains;
using MirageGen.XenHost.Machine;

namespace MirageGen.Xen.Tests;

/// <summary>Domains that boot from a disk: their kernel is the GRUB that a host of clouds has for them.</summary>
internal static class GrubDomains
{
    /// <summary>Debian: grub-xen-host.</summary>
    private const string Grub = "/usr/lib/grub-xen/grub-i386-xen_pvh.bin";

    /// <summary>Makes a domain with a disk as xvda.</summary>
    /// <param name="xen">Where.</param>
    /// <param name="disk">The disk, a file of the host.</param>
    /// <param name="mebi">Its memory: GRUB itself needs more than most images.</param>
    public static Task<Domain> CreateFromDiskAsync(this RealXen xen, string disk, int mebi = 64)
    {
        var name = Path.GetFileName(disk);
        File.Copy(disk, Path.Combine(xen.Dom0.Share, name), overwrite: true);
        File.Copy(Grub, Path.Combine(xen.Dom0.Share, "grub"), overwrite: true);
        return xen.CreateAsync(new(disk)
        {
            Name = "grub",
            Files = new($"{Dom0.SharePath}/grub"),
            Disks = [$"{Dom0.SharePath}/{name}"],
            MemoryMebibytes = mebi,
            Bridge = Dom0Network.Bridge,
        });
    }
}
