using System.Text;

namespace MirageGen.XenHost.Initramfs;

/// <summary>Writes what any root file system made of Debian's packages consists of: BusyBox, programs with their libraries, modules.</summary>
/// <param name="root">The unpacked packages.</param>
/// <param name="archive">Receives the files.</param>
internal sealed class RootFiles(string root, CpioWriter archive)
{
    private const string Libraries = "lib/x86_64-linux-gnu";
    private const string Loader = "ld-linux-x86-64.so.2";

    /// <summary>Adds BusyBox and a link for each of its commands.</summary>
    public void AddBusyBox()
    {
        const string Path = "bin/busybox";
        AddFile(Path);
        foreach (var applet in Tool.Run(root, FullPath(Path), "--list").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (applet != "busybox")
            {
                archive.AddLink($"bin/{applet}", "busybox");
            }
        }
    }

    /// <summary>Adds programs where their packages have them, and all libraries that they need.</summary>
    /// <param name="programs">Paths below the root.</param>
    public void AddPrograms(IReadOnlyList<string> programs)
    {
        foreach (var program in programs)
        {
            AddFile(program);
        }

        foreach (var (name, file) in SharedLibraries.Of(root, programs.Select(FullPath)))
        {
            archive.AddFile($"{Libraries}/{name}", File.ReadAllBytes(file));
        }

        archive.AddLink($"lib64/{Loader}", $"/{Libraries}/{Loader}");
    }

    /// <summary>Adds kernel modules, those that they need, and <c>lib/modules/order</c>: a line for each, in the order to load them in.</summary>
    public void AddModules(IEnumerable<string> wanted)
    {
        var files = KernelModules.InLoadOrder(root, wanted);
        foreach (var file in files)
        {
            archive.AddFile($"lib/modules/{Path.GetFileName(file)}", File.ReadAllBytes(file));
        }

        var order = string.Concat(files.Select(file => Path.GetFileName(file) + '\n'));
        archive.AddFile("lib/modules/order", Encoding.UTF8.GetBytes(order));
    }

    private void AddFile(string path) => archive.AddFile(path, File.ReadAllBytes(FullPath(path)));

    private string FullPath(string path) => Path.Combine(root, path);
}
