namespace MirageGen.TcpIp;

/// <summary>A packet that waits for its next hop's station.</summary>
/// <param name="Protocol">IPv4 or IPv6.</param>
/// <param name="Octets">The packet, from its IP header on; an array of its own, perhaps longer.</param>
/// <param name="Length">Octets of the packet.</param>
/// <param name="Offload">What is left to the device; offsets count from the start of the packet.</param>
internal readonly record struct KeptPacket(EtherType Protocol, byte[] Octets, int Length, TransmitOffload Offload);
