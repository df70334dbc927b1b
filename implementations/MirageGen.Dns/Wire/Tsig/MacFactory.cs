namespace MirageGen.Dns.Wire;

/// <summary>Makes keyed hashes: .NET's, or another's.</summary>
/// <param name="algorithm">Which hash.</param>
/// <param name="secret">The key; copied.</param>
internal delegate IMac MacFactory(TsigAlgorithm algorithm, ReadOnlySpan<byte> secret);
