using MirageGen.Interop;
using MirageGen.XenHost.Build;

namespace MirageGen.Xen.Tests;

/// <summary>The image as a PVH dom0: the one domain whose start info, of version 0, has no memory map, and which has no console ring.</summary>
public sealed class XenWithoutMapTests(Guest guest)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public void Xen_is_asked_for_the_memory_map_and_the_console_is_the_debug_port()
    {
        var xen = new Dom0Builder(Dom0Builder.DefaultCache, Console.WriteLine).Build().Hypervisor;

        // Xen wants an IOMMU for such a dom0, and reboots when it crashes, which QEMU takes for the end.
        var machine = Shell.Run(
            Limit,
            "qemu-system-x86_64", "-machine", "q35", "-accel", "tcg", "-device", "amd-iommu",
            "-cpu", "qemu64,+svm,+npt,+ssse3,+sse4.1,+sse4.2,+popcnt,+cx16,+lahf-lm,+rdrand", "-m", "512",
            "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-serial", "stdio", "-kernel", xen,
            "-append", "console=com1 com1=115200,8n1 dom0=pvh dom0_mem=128M,max:128M dom0_max_vcpus=1 guest_loglvl=all",
            "-initrd", $"{guest.Kernel} exit 3");

        Assert.Contains("(d0) exit code 3", machine.Output, StringComparison.Ordinal);
        Assert.Contains("Hardware Dom0 crashed", machine.Output, StringComparison.Ordinal);
    }
}
