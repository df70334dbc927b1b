namespace MirageGen.XenHost.Initramfs;

/// <summary>
/// Lays out dom0's root file system: BusyBox, Xen's tools with their libraries, the kernel's modules and our scripts.
/// It is all that dom0 has; there is no disk.
/// </summary>
/// <param name="root">The unpacked packages.</param>
/// <param name="xen">The folder of Xen's tools below it, such as <c>usr/lib/xen-4.17</c>.</param>
internal sealed class InitramfsBuilder(string root, string xen)
{
    private static readonly string[] Modules =
    [
        "xen-privcmd", "xenfs", "xen-evtchn", "xen-gntdev", "xen-gntalloc", "xen-netback", "xen-blkback",
        "bridge", "loop", "tun", "virtio_pci", "virtio_net", "virtio_blk", "virtio_console", "9pnet_virtio", "9p",
    ];

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
        var files = new RootFiles(root, archive);
        files.AddBusyBox();
        AddXen(archive, files);
        files.AddModules(Modules);
        archive.AddFile("init", Dom0Scripts.Read("init"));
        archive.AddFile("bin/agent", Dom0Scripts.Read("agent"));
        archive.AddFile("bin/await-end", Dom0Scripts.Read("await-end"));
        archive.AddFile("etc/xen/xl.conf", Dom0Scripts.Read("xl.conf"));
        archive.AddFile("etc/xen/scripts/vif-bridge", Dom0Scripts.Read("vif-bridge"));
        archive.AddFile("etc/xen/scripts/block", Dom0Scripts.Read("block"));
        archive.Complete();
    }

    private void AddXen(CpioWriter archive, RootFiles files)
    {
        files.AddPrograms([.. Tools.Select(tool => $"{xen}/bin/{tool}"), "usr/bin/xenstore"]);
        foreach (var tool in Tools)
        {
            archive.AddLink($"usr/sbin/{tool}", $"/{xen}/bin/{tool}");
        }

        foreach (var command in StoreCommands)
        {
            archive.AddLink($"usr/bin/xenstore-{command}", "xenstore");
        }
    }
}
