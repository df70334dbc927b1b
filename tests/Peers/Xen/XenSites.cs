using MirageGen.XenHost.Machine;

namespace MirageGen.Peers.Xen;

/// <summary>What is measured on Xen, built and brought into dom0's memory.</summary>
internal static class XenSites
{
    private const string OursFirstLine = "Serving HTTP on port 80";
    private const string LoadPage = "/1k.txt";

    /// <summary>Ours has what an image is given by default.</summary>
    private const int OurMebibytes = 32;

    /// <summary>About twice what theirs runs in.</summary>
    private const int TheirMebibytes = 256;

    /// <summary>The StaticWebsite example, and nginx with its pages.</summary>
    public static async Task<XenPair> WebsiteAsync(PeerBuild build, XenRig rig) =>
        await PairAsync(rig, "website", 30, XenImages.Example(build, XenImages.Website), XenImages.Nginx(build, Pages(build)));

    /// <summary>The same servers with pages of round sizes.</summary>
    public static async Task<XenPair> LoadAsync(PeerBuild build, XenRig rig)
    {
        var pair = await PairAsync(rig, "load", 32, XenImages.Publish(build, "MirageGen", "PeerSite"), XenImages.Nginx(build, build.Content));
        return pair with { Ours = pair.Ours with { Path = LoadPage }, Theirs = pair.Theirs with { Path = LoadPage } };
    }

    /// <summary>The StaticWebsite example alone.</summary>
    public static Task<XenPeer> OurWebsiteAsync(PeerBuild build, XenRig rig) =>
        OursAsync(rig, "website", 30, XenImages.Example(build, XenImages.Website));

    /// <summary>The Hello example.</summary>
    public static async Task<XenPeer> HelloAsync(PeerBuild build, XenRig rig) =>
        new("hello", string.Empty, new(await rig.StageAsync(XenImages.Example(build, "Hello"))), "--times 1", "Hello, world!", OurMebibytes);

    /// <summary>The website's first page, a file of dom0.</summary>
    public static Task<string> StagePageAsync(PeerBuild build, XenRig rig) => rig.StageAsync(Path.Combine(Pages(build), "index.html"));

    /// <summary>The folder of the website's pages.</summary>
    public static string Pages(PeerBuild build) => build.SourcePath($"{XenImages.Examples}/{XenImages.Website}/htdocs");

    private static async Task<XenPair> PairAsync(XenRig rig, string name, int number, string ours, DebianImage theirs) => new(
        await OursAsync(rig, name, number, ours),
        new(
            $"nginx-{name}",
            Address(number + 1),
            new(await rig.StageAsync(theirs.Kernel), await rig.StageAsync(theirs.Ramdisk)),
            DebianDomain.Arguments(Subnet(number + 1)),
            DebianDomain.FirstLine,
            TheirMebibytes),
        theirs);

    private static async Task<XenPeer> OursAsync(XenRig rig, string name, int number, string image) =>
        new(name, Address(number), new(await rig.StageAsync(image)), $"--ipv4 {Subnet(number)} --port 80", OursFirstLine, OurMebibytes);

    private static string Address(int number) => $"10.0.2.{number}";

    private static string Subnet(int number) => $"{Address(number)}/{Dom0Network.PrefixLength}";
}
