using System.Globalization;
using MirageGen.XenHost.Domains;

namespace MirageGen.Peers.Xen;

/// <summary>One way of loading a site from dom0.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Path">The page.</param>
/// <param name="Options">wrk's options, quoted for a shell.</param>
internal sealed record DomainLoad(string Name, string Path, string Options)
{
    /// <summary>All ways in which sites are loaded.</summary>
    public static IReadOnlyList<DomainLoad> All { get; } =
    [
        new("1 kB, connections kept", "/1k.txt", "-c16"),
        new("100 kB, connections kept", "/100k.txt", "-c16"),
        new("1 kB, a connection each", "/1k.txt", "-c16 -H 'Connection: close'"),
    ];

    /// <summary>Loads a site; its processor time is what Xen counts, to a tenth of a second.</summary>
    public async Task<Load> RunAsync(XenRig rig, XenPeer site, Domain domain, int seconds)
    {
        var before = await ProcessorTimeAsync(rig, domain);
        var report = await rig.RunAsync($"wrk -t1 -d{seconds}s --timeout 30s {Options} {site.Url}{Path}");
        return Load.Read(report, await ProcessorTimeAsync(rig, domain) - before);
    }

    /// <summary>Processor time of a domain: the last column of xl list.</summary>
    public static async Task<TimeSpan> ProcessorTimeAsync(XenRig rig, Domain domain) => TimeSpan.FromSeconds(double.Parse(
        await rig.RunAsync($"xl list {domain.Id} | awk 'END {{ print $NF }}'"),
        CultureInfo.InvariantCulture));
}
