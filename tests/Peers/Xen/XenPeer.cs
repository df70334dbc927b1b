using MirageGen.XenHost.Domains;
using MirageGen.XenHost.Machine;

namespace MirageGen.Peers.Xen;

/// <summary>One kind of domain under measurement.</summary>
/// <param name="Name">Its name in the tables; a domain's name is made of it.</param>
/// <param name="Address">Its own, so that nobody's neighbour table still has the station that had it before.</param>
/// <param name="Files">What it boots: files in dom0's memory.</param>
/// <param name="Arguments">Its command line.</param>
/// <param name="FirstLine">What its program prints first.</param>
/// <param name="Mebibytes">What it has where memory is not what is measured.</param>
internal sealed record XenPeer(string Name, string Address, DomainFiles Files, string Arguments, string FirstLine, int Mebibytes)
{
    /// <summary>A page that it has.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Where it serves, seen from dom0.</summary>
    public string Url => $"http://{Address}:80";

    /// <summary>The domain's settings.</summary>
    /// <param name="mebibytes">Its memory.</param>
    /// <param name="name">What its name begins with; the peer's own by default.</param>
    public DomainSettings Settings(int mebibytes, string? name = null) => new(string.Empty)
    {
        Name = name ?? Name,
        Files = Files,
        Arguments = Arguments,
        MemoryMebibytes = mebibytes,
        Bridge = Dom0Network.Bridge,
    };
}
