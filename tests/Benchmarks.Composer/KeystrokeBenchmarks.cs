using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using MirageGen.Composer;

namespace MirageGen.Benchmarks;

/// <summary>What the generator costs a keystroke.</summary>
public class KeystrokeBenchmarks : EditBenchmarks
{
    private readonly SyntaxTree[] _texts = new SyntaxTree[Edits];
    private GeneratorDriver _composer = null!;
    private GeneratorDriver _idle = null!;
    private int _next;

    /// <summary>Opens the solution, and asserts that it is composed.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var compilation = Open();
        _composer = Solution.Drive(new ComposerGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        _idle = Solution.Drive(new IdleGenerator()).RunGenerators(compilation);
        if (output.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw new InvalidOperationException(error.ToString());
        }
    }

    /// <summary>Types ahead.</summary>
    [IterationSetup]
    public void Type()
    {
        _next = 0;
        for (var i = 0; i < Edits; i++)
        {
            _texts[i] = NextText();
        }
    }

    /// <summary>The edit with a generator that does nothing.</summary>
    [Benchmark(Baseline = true)]
    public object Alone() => _idle = _idle.RunGenerators(Replace(_texts[_next++]));

    /// <summary>The edit with the composer.</summary>
    [Benchmark]
    public object Composed() => _composer = _composer.RunGenerators(Replace(_texts[_next++]));
}
