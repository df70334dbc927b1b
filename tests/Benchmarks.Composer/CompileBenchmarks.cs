using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MirageGen.Composer;

namespace MirageGen.Benchmarks;

/// <summary>
/// A whole compilation, from parsed sources to an assembly: with the composer, and of the same program in which what the
/// composer writes is a source like the others.
/// </summary>
public class CompileBenchmarks : SolutionBenchmarks
{
    private Solution _solution = null!;
    private string[] _written = [];
    private CSharpCompilation _alone = null!;
    private CSharpCompilation _compilation = null!;

    /// <summary>Writes the solution, and has the composer write what belongs to it.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _solution = new(Devices, Home);
        _written = [.. Solution.Drive(new ComposerGenerator()).RunGenerators(_solution.Open()).GetRunResult().GeneratedTrees.Select(tree => tree.ToString())];
    }

    /// <summary>Opens both.</summary>
    [IterationSetup]
    public void Open()
    {
        _compilation = _solution.Open();
        _alone = _solution.Open(_written);
    }

    /// <summary>Compiled without a generator.</summary>
    [Benchmark(Baseline = true)]
    public long Alone() => Emit(_alone);

    /// <summary>Composed and compiled.</summary>
    [Benchmark]
    public long Composed()
    {
        Solution.Drive(new ComposerGenerator()).RunGeneratorsAndUpdateCompilation(_compilation, out var output, out _);
        return Emit(output);
    }

    private static long Emit(Compilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        return result.Success ? image.Length : throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }
}
