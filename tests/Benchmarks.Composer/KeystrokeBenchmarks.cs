using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MirageGen.Composer;

namespace MirageGen.Benchmarks;

/// <summary>
/// What the generator costs when a key is pressed in the appliance's file. The new file is parsed beforehand; the
/// compilation is new with each edit, so that all binding the composer causes is counted as its own.
/// </summary>
[MemoryDiagnoser]
[InvocationCount(Edits, 1)]
public class KeystrokeBenchmarks
{
    private const int Edits = 32;

    private readonly SyntaxTree[] _edited = new SyntaxTree[Edits];
    private CSharpCompilation _compilation = null!;
    private GeneratorDriver _composer = null!;
    private GeneratorDriver _idle = null!;
    private int _number;
    private int _next;

    /// <summary>How many devices the solution has.</summary>
    [Params(5, 50, 500)]
    public int Devices { get; set; }

    /// <summary>Where they are.</summary>
    [ParamsAllValues]
    public DeviceHome Home { get; set; }

    /// <summary>What the edit changes.</summary>
    [ParamsAllValues]
    public EditKind Edit { get; set; }

    /// <summary>Opens the solution.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _compilation = new Solution(Devices, Home).Compilation;
        _composer = Solution.Drive(new ComposerGenerator()).RunGeneratorsAndUpdateCompilation(_compilation, out var output, out _);
        _idle = Solution.Drive(new IdleGenerator()).RunGenerators(_compilation);
        if (output.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw new InvalidOperationException(error.ToString());
        }
    }

    /// <summary>Types ahead.</summary>
    [IterationSetup]
    public void Parse()
    {
        _next = 0;
        for (var i = 0; i < Edits; i++)
        {
            _edited[i] = Solution.Edited(Edit, ++_number);
        }
    }

    /// <summary>The edit with a generator that does nothing.</summary>
    [Benchmark(Baseline = true)]
    public object Alone() => _idle = _idle.RunGenerators(Type());

    /// <summary>The edit with the composer.</summary>
    [Benchmark]
    public object Composed() => _composer = _composer.RunGenerators(Type());

    private CSharpCompilation Type() => _compilation = Solution.Edit(_compilation, _edited[_next++]);
}
