namespace MirageGen.TcpIp.Wire;

/// <summary>What a DHCP message is (RFC 2131 section 3.1, table 2).</summary>
internal enum DhcpMessageType : byte
{
    None = 0,
    Discover = 1,
    Offer = 2,
    Request = 3,
    Decline = 4,
    Ack = 5,
    Nak = 6,
    Release = 7,
    Inform = 8,
}
