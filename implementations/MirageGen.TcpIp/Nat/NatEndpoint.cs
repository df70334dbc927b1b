namespace MirageGen.TcpIp;

/// <summary>An end of what is translated.</summary>
/// <param name="Address">The address.</param>
/// <param name="Port">The port of TCP and UDP, the identifier of an ICMP echo.</param>
internal readonly record struct NatEndpoint(IPv4Address Address, ushort Port);
