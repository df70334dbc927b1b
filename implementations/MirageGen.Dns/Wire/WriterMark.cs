namespace MirageGen.Dns.Wire;

/// <summary>A point in a message being written to which it can be taken back.</summary>
internal readonly record struct WriterMark(int Length, MessageHeader Header);
