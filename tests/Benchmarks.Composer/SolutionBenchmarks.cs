using BenchmarkDotNet.Attributes;

namespace MirageGen.Benchmarks;

/// <summary>Benchmarks over solutions of several sizes.</summary>
[MemoryDiagnoser]
[MinColumn]
public abstract class SolutionBenchmarks
{
    /// <summary>How many devices the solution has.</summary>
    [Params(5, 50, 500)]
    public int Devices { get; set; }

    /// <summary>Where they are.</summary>
    [ParamsAllValues]
    public DeviceHome Home { get; set; }
}
