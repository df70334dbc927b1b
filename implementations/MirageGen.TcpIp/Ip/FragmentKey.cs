namespace MirageGen.TcpIp;

/// <summary>What the fragments of one packet have in common (RFC 791 section 3.2, RFC 8200 section 4.5).</summary>
/// <param name="Source">The sender.</param>
/// <param name="Destination">The receiver.</param>
/// <param name="Identification">The sender's number for the packet.</param>
/// <param name="Protocol">The protocol, for IPv4; zero for IPv6.</param>
internal readonly record struct FragmentKey(IpAddress Source, IpAddress Destination, uint Identification, byte Protocol);
