namespace MirageGen.TestKit.Tests.Flows;

/// <summary>Flows over a wire without delay.</summary>
public sealed class IdealPairs() : SimulatedPairs(Wire.Ideal);
