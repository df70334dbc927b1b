using System.Text;
using MirageGen.Interop;
using MirageGen.XenHost.Build;
using MirageGen.XenHost.Disks;
using MirageGen.XenHost.Machine;

namespace MirageGen.Xen.Tests;

/// <summary>A disk as clouds take it in an HVM domain: a PC's BIOS starts the disk's own GRUB, and devices that QEMU emulates stay beside ours.</summary>
[Collection(OnRealXen.Name)]
public sealed class HvmDiskTests(Website website, RealXen xen)
{
    private const string Address = "10.0.2.71";

    /// <summary>A BIOS and GRUB's first part run in real mode, on a processor that is emulated twice.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task The_website_serves_from_its_disk_and_powers_off_when_asked()
    {
        await BringQemuAsync();
        DiskWriter.Write(new(
            website.Kernel, Path.Combine(xen.Dom0.Share, "hvm.img"), GrubForPc.DefaultModules, ["--ipv4", $"{Address}/{Dom0Network.PrefixLength}", "--port", "80"]));
        await xen.RunAsync(
            $"""
            cat >/tmp/hvm.cfg <<'end'
            name = "hvm"
            type = "hvm"
            memory = 64
            vcpus = 1
            tsc_mode = "native"
            disk = [ "{Dom0.SharePath}/hvm.img,raw,xvda,rw" ]
            vif = [ "bridge={Dom0Network.Bridge},type=vif" ]
            vga = "none"
            vnc = 0
            serial = "none"
            end
            xl create -q /tmp/hvm.cfg
            """);
        try
        {
            var console = Path.Combine(xen.Dom0.Share, "consoles", "guest-hvm.log");
            await xen.Dom0.RunAsync(
                $"until grep -qs 'Serving HTTP on port 80' {Dom0.SharePath}/consoles/guest-hvm.log; do usleep 100000; done", Limit, RealXen.Cancelled);
            var page = xen.Space.Run("curl", "-sS", "--fail", "-m", "30", $"http://{Address}/").Succeeded();
            Assert.Equal(Encoding.UTF8.GetString(await Website.PageAsync("index.html")), page);
            Assert.DoesNotContain("panic", await File.ReadAllTextAsync(console, RealXen.Cancelled), StringComparison.Ordinal);

            // What is over is destroyed, as on_poweroff says by default.
            await xen.RunAsync("xenstore-write /local/domain/$(xl domid hvm)/control/shutdown poweroff; while xl domid hvm >/dev/null 2>&1; do usleep 100000; done");
        }
        finally
        {
            await xen.Dom0.RunAsync("xl destroy hvm 2>/dev/null", RealXen.Limit, CancellationToken.None);
        }
    }

    /// <summary>The device model, the firmware that it and Xen load, and a keyboard's map, without which the device model does not start.</summary>
    private async Task BringQemuAsync()
    {
        var folder = (await xen.RunAsync("ls -d /usr/lib/xen-*")).Trim();
        await Dom0Programs.AddAsync(
            xen.Dom0,
            ["qemu-system-xen", "qemu-system-data", "seabios", $"xen-utils-{folder[(folder.IndexOf('-', StringComparison.Ordinal) + 1)..]}"],
            [
                "usr/libexec/xen-qemu-system-i386", "usr/share/seabios/bios-256k.bin", "usr/share/qemu/keymaps/en-us", $"{folder[1..]}/boot/hvmloader",
            ],
            Console.WriteLine);
    }
}
