namespace MirageGen.TcpIp.Wire;

/// <summary>Types of ICMPv6 messages (RFC 4443, RFC 4861, RFC 2710, RFC 3810).</summary>
internal enum IcmpV6Type : byte
{
    DestinationUnreachable = 1,
    PacketTooBig = 2,
    TimeExceeded = 3,
    ParameterProblem = 4,
    EchoRequest = 128,
    EchoReply = 129,
    ListenerQuery = 130,
    ListenerReport = 131,
    ListenerDone = 132,
    RouterSolicitation = 133,
    RouterAdvertisement = 134,
    NeighbourSolicitation = 135,
    NeighbourAdvertisement = 136,
    Redirect = 137,
    ListenerReportV2 = 143,
}
