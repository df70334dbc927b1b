using System.IO.Compression;
using MirageGen.XenHost.Debian;
using MirageGen.XenHost.Initramfs;

namespace MirageGen.XenHost.Build;

/// <summary>Makes a dom0 from Debian's packages, once: what has been made is found again by what it was made of.</summary>
/// <param name="cache">A folder of the user's; see <see cref="DefaultCache"/>.</param>
/// <param name="report">Receives a line before each thing that takes its time.</param>
internal sealed class Dom0Builder(string cache, Action<string> report)
{
    /// <summary>How long what nobody uses is kept.</summary>
    private static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    /// <summary>The XDG cache folder of the user: <c>$XDG_CACHE_HOME</c> or <c>~/.cache</c>.</summary>
    public static string DefaultCache { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "miragegen",
        "xen");

    /// <summary>The dom0 of the packages that apt knows now.</summary>
    public Dom0Files Build()
    {
        var packages = PackageSelection.Resolve();
        var files = new Dom0Files(Path.Combine(cache, $"dom0-{Dom0Key.Of(packages)}"));
        if (Directory.Exists(files.Folder))
        {
            Directory.SetLastWriteTimeUtc(files.Folder, DateTime.UtcNow);
            return files;
        }

        var store = new PackageStore(Path.Combine(cache, "packages"));
        store.Fetch(packages, report);
        report("building Xen's dom0 from them; this is done once");
        Assemble(store, packages, files);
        Prune(store);
        return files;
    }

    /// <summary>Works in a folder aside, so that one under its own name is always whole; of two builders the first wins.</summary>
    private void Assemble(PackageStore store, IReadOnlyList<DebianPackage> packages, Dom0Files files)
    {
        var aside = Path.Combine(cache, $"building-{Guid.NewGuid():N}");
        try
        {
            var root = Path.Combine(aside, "packages");
            var made = new Dom0Files(Directory.CreateDirectory(Path.Combine(aside, "dom0")).FullName);
            store.Unpack(packages, root);
            Write(root, made);
            if (!Directory.Exists(files.Folder))
            {
                Directory.Move(made.Folder, files.Folder);
            }
        }
        catch (IOException) when (Directory.Exists(files.Folder))
        {
        }
        finally
        {
            Directory.Delete(aside, recursive: true);
        }
    }

    private static void Write(string root, Dom0Files files)
    {
        Decompress(Only(Path.Combine(root, "boot"), "xen-4.*.gz"), files.Hypervisor);
        KernelImage.Extract(Only(Path.Combine(root, "boot"), "vmlinuz-*"), files.Kernel);
        using var initramfs = File.Create(files.Initramfs);
        new InitramfsBuilder(root, Path.GetRelativePath(root, Only(Path.Combine(root, "usr", "lib"), "xen-4.*"))).Write(initramfs);
    }

    private static string Only(string folder, string pattern) =>
        Directory.GetFileSystemEntries(folder, pattern) is [var entry]
            ? entry
            : throw new XenHostException($"the packages of the dom0 do not hold exactly one {pattern} in {Path.GetFileName(folder)}");

    private static void Decompress(string input, string output)
    {
        using var compressed = new GZipStream(File.OpenRead(input), CompressionMode.Decompress);
        using var plain = File.Create(output);
        compressed.CopyTo(plain);
    }

    /// <summary>Removes what has not been used for long: old packages and dom0s, and what a builder left that was killed.</summary>
    private void Prune(PackageStore store)
    {
        var now = DateTime.UtcNow;
        foreach (var old in Directory.EnumerateDirectories(cache, "*-*").Where(folder => now - Directory.GetLastWriteTimeUtc(folder) > Keep))
        {
            Directory.Delete(old, recursive: true);
        }

        store.Prune(now - Keep);
    }
}
