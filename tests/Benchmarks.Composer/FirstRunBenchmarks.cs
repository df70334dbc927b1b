using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis.CSharp;
using MirageGen.Composer;

namespace MirageGen.Benchmarks;

/// <summary>What the generator costs a compiler that has not seen the solution.</summary>
public abstract class FirstRunBenchmarks : SolutionBenchmarks
{
    private Solution _solution = null!;
    private CSharpCompilation _compilation = null!;

    /// <summary>Writes the solution.</summary>
    [GlobalSetup]
    public void SetUp() => _solution = new(Devices, Home);

    /// <summary>Opens it.</summary>
    [IterationSetup]
    public void Open() => _compilation = _solution.Open();

    /// <summary>The first run with a generator that does nothing.</summary>
    [Benchmark(Baseline = true)]
    public object Alone() => Solution.Drive(new IdleGenerator()).RunGenerators(_compilation);

    /// <summary>The first run with the composer.</summary>
    [Benchmark]
    public object Composed() => Solution.Drive(new ComposerGenerator()).RunGenerators(_compilation);
}
