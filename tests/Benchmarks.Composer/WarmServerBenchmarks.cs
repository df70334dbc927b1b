namespace MirageGen.Benchmarks;

/// <summary>The first run in a compiler's server that has compiled others.</summary>
public class WarmServerBenchmarks : FirstRunBenchmarks;
