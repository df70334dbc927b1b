using MirageGen.XenHost.Elf;

namespace MirageGen.XenHost.Initramfs;

/// <summary>The shared libraries that programs need, found in an unpacked tree of packages.</summary>
internal static class SharedLibraries
{
    /// <summary>The C library loads this one by itself when a thread is cancelled, as xenstore's clients do; no file names it.</summary>
    private const string Unwinder = "libgcc_s.so.1";

    private static readonly string[] Folders = ["lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu"];

    /// <summary>Name and file of each library that the programs need, or that one of these needs.</summary>
    public static IReadOnlyDictionary<string, string> Of(string root, IEnumerable<string> programs)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal) { [Unwinder] = Find(root, Unwinder) };
        var unread = new Queue<string>([.. programs, found[Unwinder]]);
        while (unread.TryDequeue(out var file))
        {
            foreach (var name in ElfFile.TryRead(File.ReadAllBytes(file))?.NeededLibraries() ?? [])
            {
                if (!found.ContainsKey(name))
                {
                    found[name] = Find(root, name);
                    unread.Enqueue(found[name]);
                }
            }
        }

        return found;
    }

    private static string Find(string root, string name) =>
        Folders.Select(folder => Path.Combine(root, folder, name)).FirstOrDefault(File.Exists)
        ?? throw new XenHostException($"no package of the dom0 holds the library {name}");
}
