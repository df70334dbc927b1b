namespace MirageGen.TcpIp;

/// <summary>The multicast addresses that every IPv6 host knows (RFC 4291 section 2.7.1).</summary>
internal static class LinkGroups
{
    private static readonly UInt128 SolicitedNodePrefix = new(0xFF02_0000_0000_0000, 0x0000_0001_FF00_0000);

    /// <summary>ff02::1, everyone on the link.</summary>
    public static IPv6Address AllNodes { get; } = new(new UInt128(0xFF02_0000_0000_0000, 1));

    /// <summary>ff02::2, routers on the link.</summary>
    public static IPv6Address AllRouters { get; } = new(new UInt128(0xFF02_0000_0000_0000, 2));

    /// <summary>ff02::16, whoever hears of listeners (RFC 3810 section 5.2.14).</summary>
    public static IPv6Address AllListenerRouters { get; } = new(new UInt128(0xFF02_0000_0000_0000, 0x16));

    /// <summary>The group in which the holder of an address is asked for its station.</summary>
    public static IPv6Address SolicitedNode(IPv6Address address) => new(SolicitedNodePrefix | (address.Value & 0xFF_FFFF));
}
