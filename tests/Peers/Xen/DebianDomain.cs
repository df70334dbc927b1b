using System.Text;
using MirageGen.XenHost.Build;
using MirageGen.XenHost.Debian;
using MirageGen.XenHost.Initramfs;

namespace MirageGen.Peers.Xen;

/// <summary>
/// A domain with Debian's kernel for clouds and programs of Debian's packages, as small and as quick to boot as those allow:
/// no disk, no service manager, no udev; BusyBox, the one module for the network, and a script that ends in the server.
/// </summary>
/// <param name="Packages">Where the programs come from; the libraries that they need come by themselves.</param>
/// <param name="Programs">Paths in the packages, without a slash in front.</param>
/// <param name="Start">The shell's last lines, when the network is up; what ends them is the domain's first process.</param>
internal sealed record DebianDomain(IReadOnlyList<string> Packages, IReadOnlyList<string> Programs, string Start)
{
    /// <summary>What the first process prints first.</summary>
    public const string FirstLine = "init: up";

    private const string KernelPackage = "linux-image-cloud-amd64";

    /// <summary>devtmpfs gives the devices, the kernel's own list of modules is not needed: they are loaded by name.</summary>
    private const string Init = $"""
        #!/bin/sh
        echo '{FirstLine}'
        export PATH=/bin:/sbin:/usr/bin:/usr/sbin
        mount -t proc proc /proc
        mount -t devtmpfs devtmpfs /dev
        while read -r module; do insmod "/lib/modules/$module"; done </lib/modules/order
        ip link set lo up
        for word in $(cat /proc/cmdline); do
          case $word in mirage.ipv4=*) ip address add "$(echo $word | cut -d= -f2)" dev eth0 ;; esac
        done
        ip link set eth0 up

        """;

    /// <summary>Folders that the programs expect.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>Further files by their paths, without a slash in front.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>
    /// The kernel's words beside its address. A panic ends the domain. Neither domain guards itself against itself: ours has one
    /// program in one address space, and theirs is not made slower by a guard that ours does without.
    /// </summary>
    public static string Arguments(string address) => $"console=hvc0 quiet panic=-1 mitigations=off mirage.ipv4={address}";

    /// <summary>Builds kernel and initramfs.</summary>
    /// <param name="folder">Where they are written; made when missing.</param>
    /// <param name="report">Receives a line before a download.</param>
    public DebianImage Build(string folder, Action<string> report)
    {
        using var unpacked = UnpackedPackages.Of([KernelPackage, "busybox-static", .. Packages], report);
        Directory.CreateDirectory(folder);
        var shipped = Directory.GetFiles(Path.Combine(unpacked.Root, "boot"), "vmlinuz-*").Single();
        var image = new DebianImage(
            Path.Combine(folder, "vmlinux"),
            Path.Combine(folder, "initramfs.cpio"),
            new FileInfo(shipped).Length,
            [.. unpacked.Packages.Select(package => package.NameAndVersion)]);

        // Decompressed once here and not by Xen's tools at each creation of a domain: that would be seconds.
        KernelImage.Extract(shipped, image.Kernel);
        using var output = File.Create(image.Ramdisk);
        Write(unpacked.Root, output);
        return image;
    }

    private void Write(string root, Stream output)
    {
        var archive = new CpioWriter(output);
        foreach (var folder in (string[])["proc", "dev", "run", "tmp", .. Folders])
        {
            archive.AddFolder(folder);
        }

        var files = new RootFiles(root, archive);
        files.AddBusyBox();
        files.AddPrograms(Programs);
        files.AddModules(["xen-netfront"]);
        foreach (var (path, content) in Files)
        {
            archive.AddFile(path, content);
        }

        archive.AddFile("etc/passwd", "root:x:0:0::/:/bin/sh\n"u8);
        archive.AddFile("etc/group", "root:x:0:\n"u8);
        archive.AddFile("init", Encoding.UTF8.GetBytes(Init + Start));
        archive.Complete();
    }
}
