using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MirageGen.Composer.Tests.Composing;

namespace MirageGen.Composer.Tests.Edits;

/// <summary>
/// A project of several files that is edited place by place, as an editor holds it: files that an edit leaves alone keep
/// their syntax trees, and the generator its state.
/// </summary>
internal sealed class EditedProject
{
    private static readonly ComposerRun Frame = new(string.Empty) { Properties = new() { ["MirageNet"] = "direct" } };

    private readonly Dictionary<string, int> _chosen = SampleFiles.Slots.ToDictionary(slot => slot.Name, _ => 0);
    private CSharpCompilation _compilation;
    private GeneratorDriver _driver = Frame.CreateDriver();

    public EditedProject() => _compilation = Frame.Compile().RemoveAllSyntaxTrees().AddSyntaxTrees(Trees());

    /// <summary>Fills a place with another text.</summary>
    public void Edit(Slot slot, int text)
    {
        _chosen[slot.Name] = text;
        var trees = Trees();
        for (var i = 0; i < trees.Length; i++)
        {
            var before = _compilation.SyntaxTrees[i];
            if (before.ToString() != trees[i].ToString())
            {
                _compilation = _compilation.ReplaceSyntaxTree(before, trees[i]);
            }
        }
    }

    /// <summary>What the composer makes of it now, going on from what it made before.</summary>
    public string Compose()
    {
        _driver = _driver.RunGeneratorsAndUpdateCompilation(
            _compilation, out var output, out _, TestContext.Current.CancellationToken);
        return Describe(_driver, output);
    }

    /// <summary>What the composer makes of the same texts when it has never seen them.</summary>
    public string ComposeAfresh()
    {
        var compilation = Frame.Compile().RemoveAllSyntaxTrees().AddSyntaxTrees(Trees());
        var driver = Frame.CreateDriver().RunGeneratorsAndUpdateCompilation(
            compilation, out var output, out _, TestContext.Current.CancellationToken);
        return Describe(driver, output);
    }

    private static string Describe(GeneratorDriver driver, Compilation output)
    {
        var text = new StringBuilder();
        var result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        Assert.Empty(result.Diagnostics);
        foreach (var file in result.GeneratedSources.OrderBy(file => file.HintName, StringComparer.Ordinal))
        {
            text.Append("==== ").AppendLine(file.HintName).Append(file.SourceText);
        }

        foreach (var line in Frame.Analyze(output).Select(message => message.ToString()).Order(StringComparer.Ordinal))
        {
            text.AppendLine(line);
        }

        return text.ToString();
    }

    private ImmutableArray<SyntaxTree> Trees() =>
    [
        .. SampleFiles.Files.Select((file, i) => CSharpSyntaxTree.ParseText(
            SampleFiles.Slots.Aggregate(file, (text, slot) => text.Replace(slot.Mark, slot.Texts[_chosen[slot.Name]], StringComparison.Ordinal)),
            ComposerRun.ParseOptions,
            $"File{i}.cs",
            Encoding.UTF8)),
    ];
}
