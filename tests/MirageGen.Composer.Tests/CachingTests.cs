using System.Collections;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MirageGen.Composer.Model;
using MirageGen.Composer.Pipeline;
using MirageGen.Composer.Tests.Composing;
using static MirageGen.Composer.Tests.Composing.Source;

namespace MirageGen.Composer.Tests;

/// <summary>What an edit makes the composer do again.</summary>
public sealed class CachingTests
{
    private const string App = Head + """
        [assembly: Use(typeof(ILink), typeof(OwnLink))]

        [Unikernel(Summary = "Serves")]
        public sealed class Site(IHostStack stack, ILink link, ILogger<Site> log, [Argument("Port")] int port = 80)
        {
            public async Task RunAsync(CancellationToken stop)
            {
                log.LogInformation("{Stack} {Link} {Port}", stack, link, port);
                await Task.Delay(1, stop);
            }
        }

        [Device(typeof(ILink))]
        public sealed class OwnLink(TimeProvider clock, [DeviceName] string name) : ILink
        {
            public string Name => name + clock;
        }

        [Compose(typeof(Site))]
        internal sealed partial class Composed;
        """;

    private const string Other = "static class Unrelated { public static int Twice(int x) => x + x; }";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Task.Delay(1, stop)", "Task.Delay(2, stop)", "the body of the appliance")]
    [InlineData("name + clock", "name", "the body of a device")]
    [InlineData("[Unikernel", "// A comment.\n[Unikernel", "a comment and all lines below it")]
    [InlineData("[assembly", "\n\n\n[assembly", "every line")]
    [InlineData("x + x", "x * 2", "another file")]
    [InlineData("public sealed class Site", "/// <summary>Documented.</summary>\npublic sealed class Site", "documentation")]
    public void Edit_that_changes_no_graph_writes_nothing_anew(string before, string after, string what)
    {
        var result = RunTwice(before, after);

        Assert.All(Outputs(result), step => Assert.True(
            step.Reason is IncrementalStepRunReason.Cached, $"After an edit of {what} an output was {step.Reason}."));
        Assert.All(
            Stages.All.SelectMany(stage => result.TrackedSteps[stage]).SelectMany(step => step.Outputs),
            output => Assert.True(
                output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged,
                $"After an edit of {what} a step was {output.Reason}: {output.Value}"));
    }

    [Theory]
    [InlineData("ILink link,", "ILink link, TimeProvider clock,")]
    [InlineData("int port = 80", "int port = 81")]
    [InlineData("TimeProvider clock, [DeviceName]", "[DeviceName]")]
    [InlineData("Summary = \"Serves\"", "Summary = \"Greets\"")]
    public void Edit_that_changes_the_graph_writes_it_anew(string before, string after) =>
        Assert.Contains(Outputs(RunTwice(before, after)), step => step.Reason == IncrementalStepRunReason.Modified);

    [Fact]
    public void Message_moves_with_the_line_it_is_about()
    {
        var run = new ComposerRun(App.Replace("ILink link,", "ILink link, IUnserved unserved,", StringComparison.Ordinal)) { AnalyzersRun = false };
        var compilation = run.Compile();
        var first = run.CreateDriver().RunGenerators(compilation, Stop);
        var shifted = first.RunGenerators(Edit(compilation, "[Unikernel", "\n\n[Unikernel"), Stop);

        var before = Line(first);
        Assert.Equal([before[0], before[1] + 2], Line(shifted));

        // The composition is reported at its attribute, the program at the parameter.
        static int[] Line(GeneratorDriver driver) =>
            [driver.GetRunResult().Diagnostics.Length, driver.GetRunResult().Diagnostics.Min(d => d.Location.GetLineSpan().StartLinePosition.Line)];
    }

    [Fact]
    public void Reference_is_read_once_and_again_only_when_it_is_replaced()
    {
        var run = new ComposerRun(App);
        var compilation = run.Compile();
        var driver = run.CreateDriver(tracksSteps: true).RunGenerators(compilation, Stop);
        var other = TestLibrary.Build("Another", "using MirageGen; [Device] public sealed class Another;");

        var first = DevicesOfReferences(driver);
        var same = DevicesOfReferences(driver.RunGenerators(compilation.AddSyntaxTrees(Parse("class More;")), Stop));
        var more = DevicesOfReferences(driver.RunGenerators(compilation.AddReferences(other.Reference), Stop));

        Assert.NotEmpty(first);
        Assert.Equal(first, same, (IEqualityComparer<object>)ReferenceEqualityComparer.Instance);
        Assert.Equal(first, more[..^1], (IEqualityComparer<object>)ReferenceEqualityComparer.Instance);
        Assert.Equal("Another", more[^1].Type.Display);

        static DeviceModel[] DevicesOfReferences(GeneratorDriver driver) =>
            [.. ((ParsedProject)driver.GetRunResult().Results.Single().TrackedSteps[Stages.Parsed].Single().Outputs.Single().Value).References.Devices];
    }

    [Fact]
    public void Model_holds_on_to_nothing_of_the_compiler()
    {
        var run = new ComposerRun(App + "[Unikernel] class Wrong;");
        var result = run.CreateDriver(tracksSteps: true).RunGenerators(run.Compile(), Stop).GetRunResult().Results.Single();

        var values = Stages.All.SelectMany(stage => result.TrackedSteps[stage]).SelectMany(step => step.Outputs).ToArray();
        Assert.Equal(Stages.All.Length, Stages.All.Count(result.TrackedSteps.ContainsKey));
        Assert.All(values, output => AssertFreeOfCompiler(output.Value, "value", []));
    }

    private static GeneratorRunResult RunTwice(string before, string after)
    {
        var run = new ComposerRun(App) { Properties = new() { ["MirageNet"] = "direct" } };
        var compilation = run.Compile().AddSyntaxTrees(Parse(Other));
        var driver = run.CreateDriver(tracksSteps: true).RunGenerators(compilation, Stop);
        Assert.Empty(driver.GetRunResult().Diagnostics);
        return driver.RunGenerators(Edit(compilation, before, after), Stop).GetRunResult().Results.Single();
    }

    private static CSharpCompilation Edit(CSharpCompilation compilation, string before, string after)
    {
        var tree = compilation.SyntaxTrees.Single(t => t.ToString().Contains(before, StringComparison.Ordinal));
        var text = tree.ToString().Replace(before, after, StringComparison.Ordinal);
        return compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, ComposerRun.ParseOptions, tree.FilePath, Encoding.UTF8));
    }

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, ComposerRun.ParseOptions, "Other.cs", Encoding.UTF8);

    private static IEnumerable<(object Value, IncrementalStepRunReason Reason)> Outputs(GeneratorRunResult result) =>
        result.TrackedOutputSteps.SelectMany(steps => steps.Value).SelectMany(step => step.Outputs);

    private static void AssertFreeOfCompiler(object? value, string path, HashSet<object> seen)
    {
        if (value is null or string || value.GetType() is { IsPrimitive: true } or { IsEnum: true } || !seen.Add(value))
        {
            return;
        }

        var type = value.GetType();
        Assert.False(
            value is ISymbol or SyntaxNode or SyntaxTree or SyntaxReference or Compilation or Location or SemanticModel or AttributeData,
            $"{path} holds a {type}.");
        if (type.Namespace == "Microsoft.CodeAnalysis.Text")
        {
            return;
        }

        if (value is IEnumerable items)
        {
            foreach (var item in items)
            {
                AssertFreeOfCompiler(item, path + "[]", seen);
            }

            return;
        }

        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            AssertFreeOfCompiler(field.GetValue(value), $"{path}.{field.Name}", seen);
        }
    }
}
