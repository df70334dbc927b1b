namespace MirageGen;

/// <summary>The protocol of an IP packet's payload (IANA, Assigned Internet Protocol Numbers).</summary>
public enum IpProtocol : byte
{
    /// <summary>Internet Control Message Protocol for IPv4 (RFC 792).</summary>
    Icmp = 1,

    /// <summary>Internet Group Management Protocol (RFC 3376).</summary>
    Igmp = 2,

    /// <summary>Transmission Control Protocol (RFC 9293).</summary>
    Tcp = 6,

    /// <summary>User Datagram Protocol (RFC 768).</summary>
    Udp = 17,

    /// <summary>Internet Control Message Protocol for IPv6 (RFC 4443).</summary>
    IcmpV6 = 58,
}
