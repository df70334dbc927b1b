using MirageGen.Interop;
using MirageGen.XenHost.Domains;
using MirageGen.XenHost.Machine;

namespace MirageGen.Xen.Tests;

/// <summary>Domains of published appliances.</summary>
internal static class ApplianceDomains
{
    /// <summary>Where dom0 keeps a domain that is saved.</summary>
    public const string Memory = "/run/suspended";

    /// <summary>Makes a domain of an image that has a network interface.</summary>
    /// <param name="xen">Where.</param>
    /// <param name="image">What <see cref="Images.Of"/> gave.</param>
    /// <param name="address">Its address; null for one without a network.</param>
    /// <param name="commandLine">Its further arguments.</param>
    /// <param name="disks">Its disks, as files or devices of dom0.</param>
    public static Task<Domain> CreateAsync(
        this RealXen xen, string image, string? address, string commandLine = "", params string[] disks) =>
        xen.CreateAsync(new(image)
        {
            Name = Path.GetFileNameWithoutExtension(image).ToLowerInvariant().Replace('.', '-'),
            MemoryMebibytes = 32,
            Arguments = address is null ? commandLine : $"--ipv4 {address}/{Dom0Network.PrefixLength} {commandLine}".TrimEnd(),
            Bridge = address is null ? null : Dom0Network.Bridge,
            Disks = disks,
        });

    /// <summary>Saves a domain and has it go on from there, under another number.</summary>
    public static async Task MoveAsync(this RealXen xen, Domain domain)
    {
        await domain.SaveAsync(Memory, cancel: RealXen.Cancelled);
        await domain.RestoreAsync(Memory, RealXen.Cancelled);
        await xen.ForgetMemoryAsync();
    }

    /// <summary>Removes the file in which a domain was kept: dom0 has its files in its memory.</summary>
    public static Task ForgetMemoryAsync(this RealXen xen) => xen.RunAsync($"rm -f {Memory}");

    /// <summary>Waits until a domain answers a ping, which tells that its network is up.</summary>
    public static async Task WaitForPingAsync(this RealXen xen, string address) =>
        await xen.RunAsync($"until ping -c 1 -W 1 {address} >/dev/null; do :; done");
}
