namespace MirageGen.TcpIp;

/// <summary>A packet of <see cref="LoopbackQueue"/>.</summary>
internal readonly record struct LoopedPacket(IpHeader Header, byte[] Memory, int Length, int HeaderOctets, bool IsChecksumMade);
