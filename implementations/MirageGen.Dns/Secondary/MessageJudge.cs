namespace MirageGen.Dns.Secondary;

/// <summary>Judges a message of a transfer.</summary>
/// <returns>What is wrong with it; null when nothing is.</returns>
internal delegate string? MessageJudge(ReadOnlySpan<byte> message);
