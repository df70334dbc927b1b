namespace MirageGen.TcpIp.Tcp;

/// <summary>What a connection must know of the way to its peer. Sizes are octets of TCP payload in a segment without options.</summary>
/// <param name="ReceiveSegment">
/// The largest segment we take: the interface's MTU without IP and TCP headers; announced as MSS (RFC 9293 section 3.7.1).
/// </param>
/// <param name="SendSegment">The largest segment the path takes: path MTU without headers.</param>
/// <param name="DefaultSegment">What the peer takes when it does not say: 536 over IPv4, 1220 over IPv6 (MUST-15).</param>
/// <param name="MaxPlanOctets">Most payload of one plan: what the device segments, or less than two segments where it does not.</param>
internal readonly record struct TcpPath(int ReceiveSegment, int SendSegment, int DefaultSegment, int MaxPlanOctets)
{
    /// <summary>The largest payload of an IP packet less the largest TCP header, for a device that segments.</summary>
    public const int MostPlanOctets = 65_535 - 60 - 60;

    /// <summary>A path over IPv4 with an MTU.</summary>
    /// <param name="mtu">Octets of the largest packet.</param>
    /// <param name="segments">Whether the device segments.</param>
    public static TcpPath OverIPv4(int mtu, bool segments = false) =>
        new(mtu - 40, mtu - 40, 536, segments ? MostPlanOctets : 1);

    /// <summary>A path over IPv6 with an MTU.</summary>
    /// <param name="mtu">Octets of the largest packet.</param>
    /// <param name="segments">Whether the device segments.</param>
    public static TcpPath OverIPv6(int mtu, bool segments = false) =>
        new(mtu - 60, mtu - 60, 1220, segments ? MostPlanOctets : 1);
}
