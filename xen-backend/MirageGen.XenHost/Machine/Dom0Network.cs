using System.Globalization;

namespace MirageGen.XenHost.Machine;

/// <summary>
/// What dom0's network card is plugged into. The addresses are the same in all cases: the host's side is 10.0.2.2, dom0
/// 10.0.2.15, domains have the rest.
/// </summary>
internal sealed record Dom0Network
{
    /// <summary>The host's side, and the gateway of whoever needs one.</summary>
    public const string HostAddress = "10.0.2.2";

    /// <summary>dom0's bridge, which its card and all domains are on.</summary>
    public const string Bridge = "xenbr0";

    /// <summary>dom0's own.</summary>
    public const string Dom0Address = "10.0.2.15";

    /// <summary>What a single domain is given.</summary>
    public const string DomainAddress = "10.0.2.20";

    /// <summary>The prefix of all of them.</summary>
    public const int PrefixLength = 24;

    private Dom0Network(string? space, string device)
    {
        Namespace = space;
        Device = device;
    }

    /// <summary>No card: dom0 and its domains have only each other.</summary>
    public static Dom0Network None { get; } = new(null, string.Empty);

    /// <summary>The network namespace in which QEMU runs; null for our own.</summary>
    public string? Namespace { get; }

    /// <summary>QEMU's network back-end; empty for none.</summary>
    public string Device { get; }

    /// <summary>
    /// QEMU's own TCP/IP, cut off from everything but the forwarded ports of 127.0.0.1. It needs no rights; TCP only, for
    /// a restricted user network drops a guest's UDP, save DHCP: the first who asks is given <see cref="DomainAddress"/>,
    /// and no gateway, for there is nothing beyond.
    /// </summary>
    public static Dom0Network User(params IEnumerable<PortForward> forwards) => new(
        null,
        string.Concat([$"user,id=net0,restrict=on,ipv6=off,dhcpstart={DomainAddress}", .. forwards.Select(forward => string.Create(
            CultureInfo.InvariantCulture,
            $",hostfwd=tcp:127.0.0.1:{forward.HostPort}-{forward.Address}:{forward.Port}"))]));

    /// <summary>A TAP interface in a network namespace, both made by the caller, who is root: Ethernet as it is, and fast.</summary>
    public static Dom0Network Tap(string space, string tap) => new(space, $"tap,id=net0,ifname={tap},script=no,downscript=no");
}
