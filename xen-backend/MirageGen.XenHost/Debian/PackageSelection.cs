namespace MirageGen.XenHost.Debian;

/// <summary>Which packages a dom0, or what else runs in it, is made of, in the versions that this machine's apt knows.</summary>
internal static class PackageSelection
{
    /// <summary>Packages whose name does not change with the version of what is in them.</summary>
    private static readonly string[] Plain = ["busybox-static", "xenstore-utils"];

    /// <summary>Packages that only depend on the real ones, whose names carry a version.</summary>
    private static readonly string[] Metapackages = ["xen-system-amd64", "linux-image-amd64"];

    private const string KernelName = "linux-image-";

    private static readonly string[] RealPackages = ["xen-hypervisor-4", "xen-utils-4", KernelName];

    /// <summary>Asks apt for those of a dom0; nothing is downloaded.</summary>
    public static IReadOnlyList<DebianPackage> Resolve() => Ask(
        () => [.. Plain, .. Dependencies(Metapackages).Where(name => Array.Exists(RealPackages, start => name.StartsWith(start, StringComparison.Ordinal)))]);

    /// <summary>Asks apt for packages and the libraries that they need; nothing is downloaded.</summary>
    /// <param name="names">A package that only depends on the one whose name carries a version stands for both.</param>
    public static IReadOnlyList<DebianPackage> Resolve(params IReadOnlyList<string> names) =>
        Ask(() => [.. names, .. Dependencies(names).Where(name => names.Any(meta => IsVersionOf(name, meta)))]);

    /// <summary>As linux-image-6.1.0-56-cloud-amd64 is one of linux-image-cloud-amd64.</summary>
    internal static bool IsVersionOf(string name, string metapackage) =>
        metapackage.StartsWith(KernelName, StringComparison.Ordinal)
        && name.StartsWith(KernelName, StringComparison.Ordinal)
        && name.EndsWith(metapackage[(KernelName.Length - 1)..], StringComparison.Ordinal);

    private static IReadOnlyList<DebianPackage> Ask(Func<string[]> roots)
    {
        try
        {
            var names = WithLibraries(roots());
            return
            [
                .. Tool.Run(Path.GetTempPath(), "apt-get", ["download", "--print-uris", .. names])
                    .Split('\n').Select(DebianPackage.Parse).OfType<DebianPackage>()
                    .OrderBy(package => package.FileName, StringComparer.Ordinal),
            ];
        }
        catch (XenHostException error)
        {
            throw new XenHostException($"apt does not find the packages of Xen and Linux ({error.Message}): run apt-get update on Debian 12 or later, amd64", error);
        }
    }

    /// <summary>Adds the libraries that packages need, and those that these need.</summary>
    private static SortedSet<string> WithLibraries(IEnumerable<string> names)
    {
        var all = new SortedSet<string>(names, StringComparer.Ordinal);
        for (string[] added = [.. all]; added.Length > 0;)
        {
            added = [.. Dependencies(added).Where(IsLibrary).Where(all.Add)];
        }

        return all;
    }

    internal static bool IsLibrary(string name) =>
        (name.StartsWith("lib", StringComparison.Ordinal) && !name.EndsWith("-common", StringComparison.Ordinal)) || name is "zlib1g";

    private static string[] Dependencies(IEnumerable<string> names) =>
        ReadDependencies(Tool.Run(Path.GetTempPath(), "apt-cache", ["depends", "--important", .. names]));

    /// <summary>The names that <c>apt-cache depends</c> prints: what a package depends on follows its name, indented.</summary>
    internal static string[] ReadDependencies(string output) =>
    [
        .. from line in output.Split('\n')
           where line.StartsWith(' ') && line.Contains("Depends: ", StringComparison.Ordinal)
           select line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..].Trim(),
    ];
}
