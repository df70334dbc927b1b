using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;

namespace MirageGen.Benchmarks;

/// <summary>The first run in a new process, where the composer's own code is compiled as it runs.</summary>
[SimpleJob(RunStrategy.ColdStart, launchCount: 10, warmupCount: 0, iterationCount: 1)]
public class NewProcessBenchmarks : FirstRunBenchmarks;
