namespace MirageGen.TcpIp.Wire;

/// <summary>Options of Neighbour Discovery (RFC 4861 section 4.6, RFC 8106).</summary>
internal enum NdpOptionType : byte
{
    SourceLinkAddress = 1,
    TargetLinkAddress = 2,
    PrefixInformation = 3,
    RedirectedHeader = 4,
    Mtu = 5,
    RecursiveDnsServer = 25,
}
