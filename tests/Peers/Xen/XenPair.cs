using System.Diagnostics;

namespace MirageGen.Peers.Xen;

/// <summary>Our domain and the Debian domain that does the same.</summary>
/// <param name="Ours">Ours.</param>
/// <param name="Theirs">Theirs.</param>
/// <param name="Debian">What theirs is made of.</param>
internal sealed record XenPair(XenPeer Ours, XenPeer Theirs, DebianImage Debian)
{
    /// <summary>The packages of theirs whose versions matter.</summary>
    private static readonly string[] Versions = ["linux-image-6", "nginx=", "busybox"];

    /// <summary>On what they run, and how, in sentences.</summary>
    public async Task<string> DescribeAsync(XenRig rig)
    {
        var xen = await rig.RunAsync("xl info | sed -n 's/^xen_version *: //p'");
        var parts = Debian.Packages.Where(package => Versions.Any(start => package.StartsWith(start, StringComparison.Ordinal)));
        return "Domains of one processor on the one emulated processor of the machine (QEMU without KVM); images are in dom0's memory before. "
            + $"Xen {xen.Trim()}; {Emulator()}; {string.Join(", ", parts)}.";
    }

    private static string Emulator()
    {
        using var emulator = Process.Start(new ProcessStartInfo("qemu-system-x86_64", ["--version"]) { RedirectStandardOutput = true })!;
        return emulator.StandardOutput.ReadLine()!;
    }
}
