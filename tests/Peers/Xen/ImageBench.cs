using MirageGen.Peers.Dns;
using MirageGen.Peers.Reports;

namespace MirageGen.Peers.Xen;

/// <summary>How many octets a domain boots: images of ours, and Debian domains that do the same.</summary>
internal static class ImageBench
{
    private const int Records = 10_000;

    /// <summary>Examples that nobody is measured beside.</summary>
    private static readonly string[] Alone = ["Hello", "EchoServer", "DnsServer", "Router"];

    /// <summary>Builds and measures.</summary>
    /// <param name="build">Where things are built.</param>
    /// <param name="report">Takes the results.</param>
    /// <param name="isQuick">The website alone.</param>
    public static void Measure(PeerBuild build, BenchReport report, bool isQuick)
    {
        ImagePair[] pairs = isQuick ? [Website(build)] : [Website(build), NameServer(build)];
        var alone = (isQuick ? Alone[..1] : Alone).Select(name => (Name: name, Bytes: ImageBytes.Of(XenImages.Example(build, name)))).ToArray();
        var rows = pairs.SelectMany(pair => Rows(pair.Name, ImageBytes.Of(pair.Image), ImageBytes.Of(pair.Theirs.Kernel, pair.Theirs.Ramdisk))
            .Select(row => (Row: row, Peer: $"{pair.Server} in Debian"))).ToArray();

        report.Section(
            "Octets of an image",
            "Ours published for Xen, which unpack themselves, and minimal Debian domains that serve the same: a kernel for clouds, decompressed "
            + $"({pairs[0].Theirs.ShippedKernelBytes / 1000} kB as its package has it), and an initramfs with nothing in it but BusyBox, the one module for the network, the server and its content. "
            + string.Concat(pairs.Select(pair => $"The domain with {pair.Server} is made of {string.Join(", ", pair.Theirs.Packages)}. ")).TrimEnd());
        report.Table(["", "beside", "ours", "theirs", "ours/theirs"], rows.Select(row => (string[])
            [row.Row.What, row.Peer, row.Row.Ours, row.Row.Theirs, row.Row.RatioText]));
        report.Table(["example alone", "kB", "by gzip -9, kB"], alone.Select(image => (string[])
            [image.Name, $"{image.Bytes.Raw / 1000}", $"{image.Bytes.Compressed / 1000}"]));
        report.Chart("size", "Octets, ours to theirs", rows.Select(row => row.Row.Bar));
        foreach (var (row, peer) in rows)
        {
            report.Summarize(row.What, peer, row.Ratio, row.IsLessBetter);
        }
    }

    private static ImagePair Website(PeerBuild build) => new(
        "the documentation as a website", XenImages.Example(build, XenImages.Website), "nginx", XenImages.Nginx(build, XenSites.Pages(build)));

    private static ImagePair NameServer(PeerBuild build)
    {
        var zone = BenchZone.Write(build.SourcePath("DnsImage/zones"), Records);
        return new(
            $"a name server with {Records} records",
            XenImages.Publish(build, "DnsImage/PeerImage.csproj", "PeerImage"),
            "BIND",
            XenImages.Debian(build, "bind", BindDomain.Of(zone)));
    }

    private static XenRow[] Rows(string name, ImageBytes ours, ImageBytes theirs) =>
    [
        Row($"{name}: image, kB", ours.Raw, theirs.Raw),
        Row($"{name}: image by gzip -9, kB", ours.Compressed, theirs.Compressed),
    ];

    private static XenRow Row(string what, long ours, long theirs) => XenRow.Of(what, [(ours / 1000.0, theirs / 1000.0)], "F0", "F3", isLessBetter: true);

    /// <summary>An image of ours, and the Debian domain that serves the same.</summary>
    private sealed record ImagePair(string Name, string Image, string Server, DebianImage Theirs);
}
