using System.Text;
using MirageGen.Interop;
using MirageGen.XenHost.Disks;
using MirageGen.XenHost.Domains;
using MirageGen.XenHost.Machine;

namespace MirageGen.Xen.Tests;

/// <summary>A disk as clouds take it, as the xvda of a PVH domain whose kernel is GRUB.</summary>
[Collection(OnRealXen.Name)]
public sealed class XenDiskBootTests(Website website, CompressedGuest compressed, RealXen xen) : IClassFixture<CompressedGuest>
{
    private const string Address = "10.0.2.70";

    [Fact]
    public async Task The_website_serves_from_its_disk_with_the_arguments_on_it()
    {
        var disk = Path.Combine(Path.GetDirectoryName(website.Kernel)!, "disk", "website.img");
        Directory.CreateDirectory(Path.GetDirectoryName(disk)!);
        DiskWriter.Write(new(website.Kernel, disk, GrubForPc.DefaultModules, ["--ipv4", $"{Address}/{Dom0Network.PrefixLength}", "--port", "80"]));

        await using var domain = await xen.CreateFromDiskAsync(disk);
        await domain.Console.WaitForAsync("Serving HTTP on port 80", RealXen.Limit, RealXen.Cancelled);

        var page = xen.Space.Run("curl", "-sS", "--fail", "-m", "30", $"http://{Address}/").Succeeded();
        Assert.Equal(Encoding.UTF8.GetString(await Website.PageAsync("index.html")), page);
        Assert.True(await domain.ShutDownAsync(RealXen.Limit, RealXen.Cancelled));
        Assert.Equal(DomainEnd.PowerOff, await domain.WaitForEndAsync(RealXen.Limit, RealXen.Cancelled));
    }

    [Fact]
    public async Task All_its_memory_holds_what_is_written_to_it()
    {
        await using var domain = await xen.CreateFromDiskAsync(compressed.Disk("fill", "40"));

        // GRUB, whose screen the console was before, ends none of its lines.
        Assert.EndsWith("filled 40 MiB, 0 wrong", (await DomainOutcome.OfAsync(xen.Dom0, domain)).Succeeded()[^1], StringComparison.Ordinal);
    }
}
