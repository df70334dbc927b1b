using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MirageGen.Benchmarks;

/// <summary>
/// Benchmarks of what happens when a key is pressed in the appliance's file. Each edit is a compilation of its own, as in
/// an editor, so that whatever is bound on behalf of the composer is counted as its own; parsing the file is not.
/// </summary>
[InvocationCount(Edits, 1)]
[WarmupCount(150)]
[IterationCount(20)]
public abstract class EditBenchmarks : SolutionBenchmarks
{
    /// <summary>The edits of one iteration.</summary>
    protected const int Edits = 64;

    private CSharpCompilation _compilation = null!;
    private int _number;

    /// <summary>What the edit changes.</summary>
    [ParamsAllValues]
    public EditKind Edit { get; set; }

    /// <summary>Opens the solution.</summary>
    protected CSharpCompilation Open() => _compilation = new Solution(Devices, Home).Open();

    /// <summary>The appliance's file after the next edit.</summary>
    protected SyntaxTree NextText() => Solution.Edited(Edit, ++_number);

    /// <summary>The program with a file in place of the appliance's.</summary>
    protected CSharpCompilation Replace(SyntaxTree text) =>
        _compilation = _compilation.ReplaceSyntaxTree(_compilation.SyntaxTrees[0], text);
}
