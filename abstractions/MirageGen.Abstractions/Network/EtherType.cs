namespace MirageGen;

/// <summary>The protocol of an Ethernet frame's payload (IANA, IEEE 802 Numbers).</summary>
public enum EtherType : ushort
{
    /// <summary>Internet Protocol version 4 (RFC 894).</summary>
    IPv4 = 0x0800,

    /// <summary>Address Resolution Protocol (RFC 826).</summary>
    Arp = 0x0806,

    /// <summary>Internet Protocol version 6 (RFC 2464).</summary>
    IPv6 = 0x86DD,
}
