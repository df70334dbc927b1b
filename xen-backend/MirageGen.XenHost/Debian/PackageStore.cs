namespace MirageGen.XenHost.Debian;

/// <summary>Downloaded packages in the user's cache; no root is needed and nothing is installed.</summary>
/// <param name="folder">Where they are kept; made when missing.</param>
internal sealed class PackageStore(string folder)
{
    /// <summary>Downloads what is missing.</summary>
    public void Fetch(IReadOnlyList<DebianPackage> packages, Action<string> report)
    {
        Directory.CreateDirectory(folder);
        DebianPackage[] missing = [.. packages.Where(package => !IsHere(package))];
        if (missing.Length > 0)
        {
            report($"downloading {missing.Length} Debian packages, {missing.Sum(package => package.Bytes) / 1_000_000} MB");
            Download(missing);
        }
    }

    /// <summary>Removes what no dom0 has been built of since then.</summary>
    public void Prune(DateTime since)
    {
        foreach (var old in new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => entry.LastWriteTimeUtc < since))
        {
            if (old is DirectoryInfo unfinished)
            {
                unfinished.Delete(recursive: true);
            }
            else
            {
                old.Delete();
            }
        }
    }

    /// <summary>Unpacks every package into one tree.</summary>
    public void Unpack(IReadOnlyList<DebianPackage> packages, string root)
    {
        Directory.CreateDirectory(root);
        foreach (var package in packages)
        {
            File.SetLastWriteTimeUtc(PathOf(package), DateTime.UtcNow);
            Tool.Run(root, "dpkg-deb", "--extract", PathOf(package), root);
        }
    }

    /// <summary>Downloads into a folder aside, so that a file under its own name is always whole.</summary>
    private void Download(DebianPackage[] missing)
    {
        var aside = Directory.CreateDirectory(Path.Combine(folder, $"fetch-{Guid.NewGuid():N}")).FullName;
        try
        {
            Tool.Run(aside, "apt-get", ["download", "-qq", .. missing.Select(package => package.NameAndVersion)]);
            foreach (var package in missing)
            {
                File.Move(Path.Combine(aside, package.FileName), PathOf(package), overwrite: true);
            }
        }
        catch (XenHostException error)
        {
            throw new XenHostException($"apt does not download the packages of Xen and Linux ({error.Message}): if it has old lists, run apt-get update", error);
        }
        finally
        {
            Directory.Delete(aside, recursive: true);
        }
    }

    private bool IsHere(DebianPackage package) => new FileInfo(PathOf(package)) is { Exists: true } file && file.Length == package.Bytes;

    private string PathOf(DebianPackage package) => Path.Combine(folder, package.FileName);
}
