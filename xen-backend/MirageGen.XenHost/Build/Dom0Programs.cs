using MirageGen.XenHost.Debian;
using MirageGen.XenHost.Initramfs;
using MirageGen.XenHost.Machine;

namespace MirageGen.XenHost.Build;

/// <summary>Puts programs of Debian's packages into a dom0 that runs, for whoever tests or measures there: a user's dom0 does without.</summary>
internal static class Dom0Programs
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Downloads the packages, once, and adds the programs with all libraries that they need.</summary>
    /// <param name="dom0">Where they go; what it has already stays as it is.</param>
    /// <param name="packages">Names of packages.</param>
    /// <param name="programs">Paths in them, without a slash in front; usr/bin and usr/sbin are on the path of dom0's shell.</param>
    /// <param name="report">Receives a line before a download.</param>
    /// <exception cref="XenHostException">Apt does not know the packages, or dom0 does not take them.</exception>
    public static async Task AddAsync(Dom0 dom0, IReadOnlyList<string> packages, IReadOnlyList<string> programs, Action<string> report)
    {
        var name = $"programs-{Guid.NewGuid():N}.cpio";
        var file = Path.Combine(dom0.Share, name);
        using (var output = File.Create(file))
        using (var unpacked = UnpackedPackages.Of(packages, report))
        {
            var archive = new CpioWriter(output);
            new RootFiles(unpacked.Root, archive).AddPrograms(programs);
            archive.Complete();
        }

        // cpio leaves a file that is there as it is, and says so.
        var result = await dom0.RunAsync($"cd / && cpio -id <{Dom0.SharePath}/{name} && chmod +x {string.Join(' ', programs)}", Limit);
        File.Delete(file);
        if (result.ExitCode != 0)
        {
            throw new XenHostException($"dom0 does not take {string.Join(", ", programs)}: {result.Errors.Trim()}");
        }
    }
}
