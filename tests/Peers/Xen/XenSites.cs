using MirageGen.XenHost.Machine;

namespace MirageGen.Peers.Xen;

/// <summary>What is measured on Xen, built and brought into dom0's memory.</summary>
/// <param name="Website">The StaticWebsite example, and nginx with its pages.</param>
/// <param name="Load">The same servers with pages of round sizes.</param>
/// <param name="Hello">The Hello example.</param>
/// <param name="Page">The website's first page, a file of dom0.</param>
/// <param name="Bytes">The size of the website, ours and theirs.</param>
/// <param name="Debian">What theirs is made of.</param>
internal sealed record XenSites(
    (XenPeer Ours, XenPeer Theirs) Website,
    (XenPeer Ours, XenPeer Theirs) Load,
    XenPeer Hello,
    string Page,
    (ImageBytes Ours, ImageBytes Theirs) Bytes,
    DebianImage Debian)
{
    private const string OursFirstLine = "Serving HTTP on port 80";
    private const string LoadPage = "/1k.txt";
    private const string Examples = "../../examples";

    /// <summary>Ours has what an image is given by default.</summary>
    private const int OurMebibytes = 32;

    /// <summary>About twice what theirs runs in.</summary>
    private const int TheirMebibytes = 256;

    /// <summary>Publishes ours and builds theirs.</summary>
    public static async Task<XenSites> BuildAsync(PeerBuild build, XenRig rig)
    {
        var website = PublishWebsite(build);
        var load = PublishOurs(build, "MirageGen", "PeerSite");
        var hello = PublishOurs(build, $"{Examples}/Hello", "Hello");
        var pages = Pages(build);
        var debian = NginxDomain.Of(pages).Build(Path.Combine(build.Folder, "nginx"), Console.WriteLine);
        var debianLoad = NginxDomain.Of(build.Content).Build(Path.Combine(build.Folder, "nginx-load"), Console.WriteLine);
        var kernel = await rig.StageAsync(debian.Kernel);
        return new(
            (await OursAsync(rig, "website", 30, website), await TheirsAsync("nginx", 31, debian)),
            ((await OursAsync(rig, "load", 32, load)) with { Path = LoadPage }, (await TheirsAsync("nginx-load", 33, debianLoad)) with { Path = LoadPage }),
            new("hello", string.Empty, new(await rig.StageAsync(hello)), "--times 1", "Hello, world!", OurMebibytes),
            await StagePageAsync(build, rig),
            (ImageBytes.Of(website), ImageBytes.Of(debian.Kernel, debian.Ramdisk)),
            debian);

        async Task<XenPeer> TheirsAsync(string name, int number, DebianImage image) => new(
            name,
            Address(number),
            new(kernel, await rig.StageAsync(image.Ramdisk)),
            DebianDomain.Arguments(Subnet(number)),
            DebianDomain.FirstLine,
            TheirMebibytes);
    }

    /// <summary>Publishes the website alone.</summary>
    public static async Task<(XenPeer Website, string Page)> BuildOursAsync(PeerBuild build, XenRig rig) =>
        (await OursAsync(rig, "website", 30, PublishWebsite(build)), await StagePageAsync(build, rig));

    private static async Task<XenPeer> OursAsync(XenRig rig, string name, int number, string image) =>
        new(name, Address(number), new(await rig.StageAsync(image)), $"--ipv4 {Subnet(number)} --port 80", OursFirstLine, OurMebibytes);

    private static Task<string> StagePageAsync(PeerBuild build, XenRig rig) => rig.StageAsync(Path.Combine(Pages(build), "index.html"));

    private static string Pages(PeerBuild build) => build.SourcePath($"{Examples}/StaticWebsite/htdocs");

    private static string PublishWebsite(PeerBuild build) => PublishOurs(build, $"{Examples}/StaticWebsite", "StaticWebsite");

    private static string PublishOurs(PeerBuild build, string project, string name) =>
        build.Publish(project, name, "-p:MirageTarget=xen") + ".xen";

    private static string Address(int number) => $"10.0.2.{number}";

    private static string Subnet(int number) => $"{Address(number)}/{Dom0Network.PrefixLength}";
}
