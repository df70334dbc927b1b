using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using MirageGen.Composer;
using MirageGen.Composer.Reporting;

namespace MirageGen.Benchmarks;

/// <summary>
/// What the analyzer costs a keystroke, when the appliance's file is open in an editor. As there, the generator has run
/// before, and the compilation holds what it wrote.
/// </summary>
public class AnalyzerBenchmarks : EditBenchmarks
{
    private readonly Compilation[] _edited = new Compilation[Edits];
    private GeneratorDriver _driver = null!;
    private int _next;

    /// <summary>Opens the solution.</summary>
    [GlobalSetup]
    public void SetUp() => _driver = Solution.Drive(new ComposerGenerator()).RunGenerators(Open());

    /// <summary>Types ahead, and runs the generator.</summary>
    [IterationSetup]
    public void Type()
    {
        _next = 0;
        for (var i = 0; i < Edits; i++)
        {
            _driver = _driver.RunGeneratorsAndUpdateCompilation(Replace(NextText()), out _edited[i], out _);
        }
    }

    /// <summary>The file analysed by an analyzer that does nothing.</summary>
    [Benchmark(Baseline = true)]
    public int Alone() => Analyze(new IdleAnalyzer());

    /// <summary>The file analysed by the composer's.</summary>
    [Benchmark]
    public int Composed() => Analyze(new ComposerAnalyzer());

    private int Analyze(DiagnosticAnalyzer analyzer)
    {
        var compilation = _edited[_next++];
        var model = compilation.GetSemanticModel(compilation.SyntaxTrees.First());
        return compilation.WithAnalyzers([analyzer], new AnalyzerOptions([], Solution.Properties))
            .GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, CancellationToken.None)
            .GetAwaiter().GetResult().Length;
    }
}
