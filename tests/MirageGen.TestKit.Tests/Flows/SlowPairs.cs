namespace MirageGen.TestKit.Tests.Flows;

/// <summary>Flows over a long wire that now and then loses something.</summary>
public sealed class SlowPairs() : SimulatedPairs(Wire.Distant with { CutsFlows = false });
