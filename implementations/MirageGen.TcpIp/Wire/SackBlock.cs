namespace MirageGen.TcpIp.Wire;

/// <summary>A run of octets that arrived out of order (RFC 2018 section 3).</summary>
/// <param name="Left">Its first octet.</param>
/// <param name="Right">The octet behind its last.</param>
internal readonly record struct SackBlock(TcpSequence Left, TcpSequence Right);
