namespace MirageGen.TcpIp.Wire;

/// <summary>Types of ICMP messages (RFC 792).</summary>
internal enum IcmpType : byte
{
    EchoReply = 0,
    DestinationUnreachable = 3,
    Redirect = 5,
    EchoRequest = 8,
    TimeExceeded = 11,
    ParameterProblem = 12,
}
