using MirageGen.XenHost.Elf;

namespace MirageGen.XenHost.Initramfs;

/// <summary>The kernel modules that a Linux of ours loads, in an order in which each finds what it depends on.</summary>
internal static class KernelModules
{
    /// <summary>Files of an unpacked kernel package; what is built into the kernel is not among them.</summary>
    /// <param name="root">Where it is unpacked.</param>
    /// <param name="wanted">Names of modules; those that they need come by themselves.</param>
    public static IReadOnlyList<string> InLoadOrder(string root, IEnumerable<string> wanted)
    {
        var files = Directory.EnumerateFiles(Path.Combine(root, "lib", "modules"), "*.ko", SearchOption.AllDirectories)
            .ToLookup(file => Name(Path.GetFileNameWithoutExtension(file)));
        var order = new List<string>();
        var seen = new HashSet<string>();
        foreach (var module in wanted)
        {
            Visit(Name(module));
        }

        return order;

        void Visit(string module)
        {
            if (!seen.Add(module) || files[module].FirstOrDefault() is not { } file)
            {
                return;
            }

            foreach (var needed in ElfFile.TryRead(File.ReadAllBytes(file))?.NeededModules() ?? [])
            {
                Visit(Name(needed));
            }

            order.Add(file);
        }
    }

    /// <summary>To Linux a hyphen and an underscore in a module's name are the same.</summary>
    private static string Name(string module) => module.Replace('-', '_');
}
