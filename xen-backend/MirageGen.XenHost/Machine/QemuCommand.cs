using System.Globalization;
using MirageGen.XenHost.Build;

namespace MirageGen.XenHost.Machine;

/// <summary>The command line of the machine: a PC without any device but those dom0 uses, its processor emulated.</summary>
internal static class QemuCommand
{
    /// <summary>
    /// SVM and nested paging for PVH domains; SSE4.2 and POPCNT because .NET asks for x86-64-v2; RDRAND because dom0's kernel
    /// has no other randomness yet, and libuuid waits two seconds for some with each domain. No SMAP: under emulation dom0
    /// dies of it; no RDTSCP: Xen's SVM does not let a domain execute it here.
    /// </summary>
    private const string Processor = "qemu64,+svm,+npt,+ssse3,+sse4.1,+sse4.2,+popcnt,+cx16,+lahf-lm,+rdrand";

    /// <summary>Program and arguments.</summary>
    public static IReadOnlyList<string> For(Dom0Files files, MachineSettings settings, MachineFiles machine) =>
    [
        .. settings.Network.Namespace is { } space ? ["ip", "netns", "exec", space] : Array.Empty<string>(),
        "qemu-system-x86_64",
        "-machine", "q35", "-accel", "tcg,thread=multi", "-cpu", Processor, "-smp", "1", "-m", Text(settings.Mebibytes),
        "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
        "-kernel", files.Hypervisor,
        "-append", $"console=com1 com1=115200,8n1 dom0_mem={Text(settings.Dom0Mebibytes)}M,max:{Text(settings.Dom0Mebibytes)}M dom0_max_vcpus=1 loglvl=info guest_loglvl=all clocksource=acpi",
        "-initrd", $"{files.Kernel} console=hvc0 loglevel=4 panic=5 mirage.ipv4={Dom0Network.Dom0Address}/{Dom0Network.PrefixLength},{files.Initramfs}",
        "-serial", $"file:{machine.Log}",
        "-fsdev", $"local,id=share,path={Value(machine.Share)},security_model=none", "-device", "virtio-9p-pci,fsdev=share,mount_tag=share",
        "-chardev", $"socket,id=agent,path={Value(machine.Socket)}", "-device", "virtio-serial-pci", "-device", "virtserialport,chardev=agent,name=agent",
        .. settings.Disks.SelectMany(Disk),
        .. settings.Network.Device is { Length: > 0 } device ? ["-netdev", device, "-device", "virtio-net-pci,netdev=net0,romfile="] : Array.Empty<string>(),
    ];

    /// <summary>A virtio disk: dom0 names them vda, vdb and so on, in this order.</summary>
    private static IEnumerable<string> Disk(string file, int number) =>
    [
        "-drive", string.Create(CultureInfo.InvariantCulture, $"id=disk{number},if=none,format=raw,file={Value(Path.GetFullPath(file))}"),
        "-device", string.Create(CultureInfo.InvariantCulture, $"virtio-blk-pci,drive=disk{number}"),
    ];

    /// <summary>In QEMU's lists of properties a comma is doubled.</summary>
    private static string Value(string text) => text.Replace(",", ",,", StringComparison.Ordinal);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
