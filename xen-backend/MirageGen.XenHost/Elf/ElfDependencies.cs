using System.Buffers.Binary;
using System.Text;

namespace MirageGen.XenHost.Elf;

/// <summary>What an ELF file says it needs to be loaded.</summary>
internal static class ElfDependencies
{
    /// <summary>The shared libraries of a program or library: its DT_NEEDED entries (gABI, chapter 5).</summary>
    public static IEnumerable<string> NeededLibraries(this ElfFile file)
    {
        const int EntryBytes = 16;
        const ulong Needed = 1;
        const int Most = 256;
        var names = file.Section(".dynstr");
        var needed = new List<string>();
        for (var entries = file.Section(".dynamic"); entries.Length >= EntryBytes && needed.Count < Most; entries = entries[EntryBytes..])
        {
            var name = BinaryPrimitives.ReadUInt64LittleEndian(entries[8..]);
            if (BinaryPrimitives.ReadUInt64LittleEndian(entries) == Needed && name < (ulong)names.Length)
            {
                needed.Add(ElfFile.Text(names[(int)name..]));
            }
        }

        return needed;
    }

    /// <summary>The modules that a Linux kernel module depends on: <c>depends=a,b</c> of its .modinfo.</summary>
    public static IEnumerable<string> NeededModules(this ElfFile file)
    {
        const string Key = "depends=";
        return Encoding.UTF8.GetString(file.Section(".modinfo")).Split('\0')
            .Where(entry => entry.StartsWith(Key, StringComparison.Ordinal))
            .SelectMany(entry => entry[Key.Length..].Split(',', StringSplitOptions.RemoveEmptyEntries));
    }
}
