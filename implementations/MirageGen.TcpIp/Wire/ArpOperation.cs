namespace MirageGen.TcpIp.Wire;

/// <summary>What an ARP packet is (RFC 826).</summary>
internal enum ArpOperation : ushort
{
    /// <summary>Who has the target's address?</summary>
    Request = 1,

    /// <summary>The sender has its address.</summary>
    Reply = 2,
}
