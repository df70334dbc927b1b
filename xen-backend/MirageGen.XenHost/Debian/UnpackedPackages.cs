using MirageGen.XenHost.Build;

namespace MirageGen.XenHost.Debian;

/// <summary>Packages, and the libraries that they need, unpacked into one tree that is gone when disposed.</summary>
internal sealed class UnpackedPackages : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mirage-packages-");

    private UnpackedPackages(IReadOnlyList<DebianPackage> packages) => Packages = packages;

    /// <summary>The tree.</summary>
    public string Root => _folder.FullName;

    /// <summary>What is in it.</summary>
    public IReadOnlyList<DebianPackage> Packages { get; }

    /// <summary>Downloads what the user's cache does not hold, and unpacks.</summary>
    /// <exception cref="XenHostException">Apt does not know a package, or cannot download it.</exception>
    public static UnpackedPackages Of(IReadOnlyList<string> names, Action<string> report)
    {
        var unpacked = new UnpackedPackages(PackageSelection.Resolve(names));
        try
        {
            var store = new PackageStore(Path.Combine(Dom0Builder.DefaultCache, "packages"));
            store.Fetch(unpacked.Packages, report);
            store.Unpack(unpacked.Packages, unpacked.Root);
            return unpacked;
        }
        catch
        {
            unpacked.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
