using System.Text;
using MirageGen.Peers.Dns;

namespace MirageGen.Peers.Xen;

/// <summary>NSD in a <see cref="DebianDomain"/>: what our name server is measured beside.</summary>
internal static class NsdDomain
{
    /// <summary>NSD with one server, over the zone of a file.</summary>
    /// <remarks>A file as the archive has it, of the beginning of time, NSD takes for older than what it has, which is nothing.</remarks>
    public static DebianDomain Of(string zone) => new(["nsd"], ["usr/sbin/nsd"], "touch /zones/example\nexec nsd -d -c /etc/nsd.conf\n")
    {
        Folders = ["zones"],
        Files = new Dictionary<string, byte[]>
        {
            ["etc/nsd.conf"] = Encoding.UTF8.GetBytes(DnsPeers.Nsd("/tmp", "/zones/example", "0.0.0.0", "53")),
            ["zones/example"] = File.ReadAllBytes(zone),
        },
    };
}
