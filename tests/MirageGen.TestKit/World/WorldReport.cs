namespace MirageGen.TestKit;

/// <summary>What a run leaves behind.</summary>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Elapsed">The virtual time it took.</param>
/// <param name="Turns">The turns of the loop it took.</param>
/// <param name="Trace">What happened.</param>
public sealed record WorldReport(ulong Seed, TimeSpan Elapsed, long Turns, Trace Trace);
