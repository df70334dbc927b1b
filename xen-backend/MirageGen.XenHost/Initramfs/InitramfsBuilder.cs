namespace MirageGen.XenHost.Initramfs;

/// <summary>
/// Lays out dom0's root file system: BusyBox, Xen's tools with their libraries, the kernel's modules and our scripts.
/// It is all that dom0 has; there is no disk.
/// </summary>
/// <param name="root">The unpacked packages.</param>
/// <param name="xen">The folder of Xen's tools below it, such as <c>usr/lib/xen-4.17</c>.</param>
internal sealed class InitramfsBuilder(string root, string xen)
{
    private const string Libraries = "lib/x86_64-linux-gnu";
    private const string Loader = "ld-linux-x86-64.so.2";

    private static readonly string[] Tools =
    [
        "xl", "xenstored", "xenconsoled", "xenconsole", "xen-init-dom0", "libxl-save-helper", "vchan-socket-proxy", "lsevtchn", "xen-diag",
    ];

    private static readonly string[] StoreCommands = ["chmod", "exists", "list", "ls", "read", "rm", "watch", "write"];

    private static readonly string[] EmptyFolders =
    [
        "proc", "sys", "dev", "run/lock", "run/xen", "run/xenstored", "tmp", "root", "mnt/share", "var/lib/xen", "var/lib/xenstored", "var/log/xen",
    ];

    /// <summary>Writes the archive.</summary>
    public void Write(Stream output)
    {
        var archive = new CpioWriter(output);
        foreach (var folder in EmptyFolders)
        {
            archive.AddFolder(folder);
        }

        archive.AddLink("var/run", "/run");
        archive.AddLink("var/lock", "/run/lock");
        AddBusyBox(archive);
        AddXen(archive);
        AddModules(archive);
        archive.AddFile("init", Dom0Scripts.Read("init"));
        archive.AddFile("bin/agent", Dom0Scripts.Read("agent"));
        archive.AddFile("bin/await-end", Dom0Scripts.Read("await-end"));
        archive.AddFile("etc/xen/xl.conf", Dom0Scripts.Read("xl.conf"));
        archive.AddFile("etc/xen/scripts/vif-bridge", Dom0Scripts.Read("vif-bridge"));
        archive.AddFile("etc/xen/scripts/block", Dom0Scripts.Read("block"));
        archive.Complete();
    }

    private void AddBusyBox(CpioWriter archive)
    {
        const string Path = "bin/busybox";
        archive.AddFile(Path, ReadFile(Path));
        foreach (var applet in Tool.Run(root, FullPath(Path), "--list").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (applet != "busybox")
            {
                archive.AddLink($"bin/{applet}", "busybox");
            }
        }
    }

    private void AddXen(CpioWriter archive)
    {
        string[] programs = [.. Tools.Select(tool => $"{xen}/bin/{tool}"), "usr/bin/xenstore"];
        foreach (var program in programs)
        {
            archive.AddFile(program, ReadFile(program));
        }

        foreach (var tool in Tools)
        {
            archive.AddLink($"usr/sbin/{tool}", $"/{xen}/bin/{tool}");
        }

        foreach (var command in StoreCommands)
        {
            archive.AddLink($"usr/bin/xenstore-{command}", "xenstore");
        }

        foreach (var (name, file) in SharedLibraries.Of(root, programs.Select(FullPath)))
        {
            archive.AddFile($"{Libraries}/{name}", File.ReadAllBytes(file));
        }

        archive.AddLink($"lib64/{Loader}", $"/{Libraries}/{Loader}");
    }

    private void AddModules(CpioWriter archive)
    {
        var files = KernelModules.InLoadOrder(root);
        foreach (var file in files)
        {
            archive.AddFile($"lib/modules/{Path.GetFileName(file)}", File.ReadAllBytes(file));
        }

        var order = string.Concat(files.Select(file => Path.GetFileName(file) + '\n'));
        archive.AddFile("lib/modules/order", System.Text.Encoding.UTF8.GetBytes(order));
    }

    private byte[] ReadFile(string path) => File.ReadAllBytes(FullPath(path));

    private string FullPath(string path) => Path.Combine(root, path);
}
