using MirageGen.Interop;

namespace MirageGen.Xen.Tests;

/// <summary>Files for disks of domains, in dom0's memory, on a file system that has holes.</summary>
internal static class DiskFiles
{
    /// <summary>How large each of them is.</summary>
    public const int Mebi = 16;

    private const string Folder = "/run/disks";

    /// <summary>Makes a file.</summary>
    /// <param name="xen">Where.</param>
    /// <param name="name">Its name.</param>
    /// <param name="source">The device that it is filled from: <c>zero</c>, <c>urandom</c>.</param>
    /// <returns>Its path.</returns>
    public static async Task<string> MakeDiskAsync(this RealXen xen, string name, string source = "zero")
    {
        await xen.RunAsync(
            $"mkdir -p {Folder}; grep -q ' {Folder} ' /proc/mounts || mount -t tmpfs tmpfs {Folder}; dd if=/dev/{source} of={Folder}/{name} bs=1M count={Mebi} 2>/dev/null");
        return $"{Folder}/{name}";
    }
}
