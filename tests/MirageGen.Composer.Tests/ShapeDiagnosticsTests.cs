using Microsoft.CodeAnalysis;
using MirageGen.Composer.Tests.Composing;
using static MirageGen.Composer.Tests.Composing.Source;

namespace MirageGen.Composer.Tests;

/// <summary>What the composer says of classes and parameters as they stand: MGEN006 to 008, 012 and 013.</summary>
public sealed class ShapeDiagnosticsTests
{
    [Theory]
    [InlineData("public abstract class [|App|]", "", "it is abstract", "abstract")]
    [InlineData("public sealed class [|App|]<T>", "", "it is generic, and nothing says for which types to construct it", null)]
    [InlineData("file sealed class [|App|]", "", "it is local to its file, and the composed code is in another", null)]
    [InlineData("public sealed class [|App|]", "private App() { }", "it has no public constructor", null)]
    [InlineData("public sealed class [|App|]", "public App() { } public App(TimeProvider clock) { }",
        "it has 2 public constructors; leave the one that the composer shall call", null)]
    [InlineData("public sealed class [|App|]", "public required int Size { get; set; }",
        "its required member 'Size' is set by nobody; make it a constructor parameter", null)]
    public void Appliance_that_cannot_be_constructed_is_said_at_its_name(string header, string member, string reason, string? cause)
    {
        var body = Run.Replace("{ public", "{ " + member + " public", StringComparison.Ordinal);
        var reported = new MarkedProject($"[Unikernel] {header} {body}")
            .ReportsOnly("MGEN006", $"'App' cannot be an appliance: {reason}");

        Assert.Equal(cause, reported.Properties.GetValueOrDefault("cause"));
    }

    [Fact]
    public void Static_appliance_is_said_at_its_name() =>
        Assert.Equal("static", new MarkedProject(
            "[Unikernel] public static class [|App|] { public static Task RunAsync() => Task.CompletedTask; }")
            .ReportsShape("MGEN006").Properties["cause"]);

    [Fact]
    public void Hidden_appliance_is_said_at_its_name() =>
        Assert.Equal("accessibility", new MarkedProject(
            "public static class Outer { [Unikernel] private sealed class [|App|]" + Run + " }").ReportsOnly(
                "MGEN006",
                "'App' cannot be an appliance: the composed code cannot name it; make it, and every class around it, public or internal")
            .Properties["cause"]);

    [Theory]
    [InlineData("public sealed class [|App|] { }", "there is none; add 'public async Task RunAsync(CancellationToken stop)'")]
    [InlineData("public sealed class App { public void [|RunAsync|]() { } }", Wanted)]
    [InlineData("public sealed class App { public Task<string> [|RunAsync|]() => null!; }", Wanted)]
    [InlineData("public sealed class App { public Task [|RunAsync|](int times) => null!; }", Wanted)]
    [InlineData("public sealed class App { internal Task [|RunAsync|]() => null!; }", Wanted)]
    [InlineData("public sealed class App { public static Task [|RunAsync|]() => null!; }", Wanted)]
    [InlineData("public sealed class App { public Task [|RunAsync|]<T>() => null!; }", Wanted)]
    public void Appliance_that_cannot_be_run_is_said_where_it_should_be(string appliance, string reason) =>
        new MarkedProject("[Unikernel] " + appliance).ReportsOnly("MGEN007", $"'App' has no RunAsync that can be run: {reason}");

    [Theory]
    [InlineData("object [|x|]", "a value of type 'object' cannot be read from text; " + Readable)]
    [InlineData("Version[][] [|x|]", "a value of type 'Version[][]' cannot be read from text; " + Readable)]
    [InlineData("int?[] [|x|]", "a value of type 'int?[]' cannot be read from text; " + Readable)]
    [InlineData("IRandom [|x|]", "a value of type 'IRandom' cannot be read from text; " + Readable)]
    [InlineData("[Range(1, 5)] double [|x|]", InRange)]
    [InlineData("[Range(1, 5)] int[] [|x|]", InRange)]
    [InlineData("[Range(0.5, 1.5)] int [|x|]", InRange)]
    [InlineData("[Range(5, 1)] int [|x|]", "its [Range] from 5 to 1 is empty")]
    [InlineData("[Range(1, 5, MinimumIsExclusive = true)] int [|x|] = 1", "its default 1 is outside its [Range] from 2 to 5")]
    [InlineData("int [|help|]", "'--help' is the image's own")]
    [InlineData("int [|größe|]", "'größe' cannot be typed after --; give it a Name of letters, digits and dashes")]
    public void Argument_that_is_not_possible_is_said_with_the_reason(string parameter, string reason)
    {
        var name = parameter[(parameter.IndexOf("[|", StringComparison.Ordinal) + 2)..parameter.IndexOf("|]", StringComparison.Ordinal)];

        new MarkedProject($"[Unikernel] public sealed class App([Argument(\"\")] {parameter})" + Run)
            .ReportsOnly("MGEN008", $"Boot argument '{name}' of 'App' is not possible: {reason}");
    }

    [Theory]
    [InlineData("public abstract class [|D|] : ILink;", "it is abstract")]
    [InlineData("public sealed class [|D|];", "it does not implement 'ILink', which its [Device] names")]
    [InlineData("public sealed class [|D|] : ILink { public static Task<int> ConnectAsync() => null!; }",
        "its ConnectAsync must return Task<D> or ValueTask<D>")]
    [InlineData("public sealed class [|D|] : ILink { public static Task<D> ConnectAsync<T>() => null!; }", "its ConnectAsync is generic")]
    [InlineData("public sealed class [|D|] : ILink { public static Task<D> ConnectAsync() => null!; public static Task<D> ConnectAsync(ILink l) => null!; }",
        "it has 2 public static methods ConnectAsync; leave the one that the composer shall call")]
    [InlineData("public sealed class [|D|] : ILink { internal D() { } }", "it has no public constructor")]
    public void Device_that_cannot_be_constructed_is_said_at_its_name_and_not_where_it_is_used(string device, string reason) =>
        new MarkedProject($"[Unikernel] public sealed class App([Use(typeof(D))] ILink link)" + Run.Replace("{ public", "{ public object L => link; public", StringComparison.Ordinal) +
            $"[Device(typeof(ILink))] {device}")
            .ReportsShape("MGEN012", $"'D' cannot serve as a device: {reason}");

    [Theory]
    [InlineData("MirageNet")]
    [InlineData("=direct")]
    [InlineData("Mirage Net=direct")]
    public void Condition_of_another_form_is_said_at_the_device(string condition) =>
        new MarkedProject($"[Device(When = \"{condition}\")] public sealed class [|D|];").ReportsOnly(
            "MGEN012",
            $"'D' cannot serve as a device: When = \"{condition}\" is not of the form \"Property=value\"",
            run => new(run.Source) { Kind = OutputKind.DynamicallyLinkedLibrary });

    [Theory]
    [InlineData("[Compose(typeof(App))] class [|C|];", "it must be partial, so that the composer can complete it")]
    [InlineData("class Outer { [Compose(typeof(App))] partial class [|C|]; }", "'Outer', which it is nested in, must be partial too")]
    [InlineData("[Compose(typeof(App))] abstract partial class [|C|];", "it must be neither static, abstract, generic nor local to its file")]
    [InlineData("[Compose(typeof(App))] partial class [|C|]<T>;", "it must be neither static, abstract, generic nor local to its file")]
    [InlineData("[Compose(typeof(App))] partial class [|C|](int x) { public int X => x; }", "it must not declare a constructor; StartAsync creates it")]
    [InlineData("[Compose(typeof(App))] partial class [|C|] { public int Completion => 1; }",
        "it already has a member 'Completion', which the composer writes")]
    [InlineData("[[|Compose(typeof(TimeProvider))|]] partial class C;", "[Compose] must name a class that is marked [Unikernel]")]
    public void Composition_that_cannot_be_completed_is_said_with_the_reason(string composition, string reason) =>
        new MarkedProject("[Unikernel] public sealed class App" + Run + composition).ReportsOnly(
            "MGEN013",
            $"'C' cannot be completed into a composition: {reason}",
            run => new(run.Source) { Target = "mock", Kind = OutputKind.DynamicallyLinkedLibrary });

    [Fact]
    public void Appliance_that_the_compiler_refuses_is_left_to_the_compiler()
    {
        var hidden = TestLibrary.Build("Apps", "[MirageGen.Unikernel] sealed class Hidden { public System.Threading.Tasks.Task RunAsync() => null!; }");
        var run = new ComposerRun(Head + "[Compose(typeof(Hidden))] partial class C; [Compose(typeof(Nowhere))] partial class D;")
        {
            Target = "mock",
            Kind = OutputKind.DynamicallyLinkedLibrary,
            References = [.. TestLibrary.Usual, hidden],
        };

        Assert.Empty(run.Reported);
        Assert.Equal(["CS0122", "CS0246"], run.CompilerDiagnostics.Select(d => d.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Appliance_of_another_project_that_was_built_wrong_is_said_at_the_attribute()
    {
        // Without the composer nothing kept the library from compiling.
        var library = TestLibrary.BuildWithoutComposer("Apps", "[MirageGen.Unikernel] public sealed class Wrong;");

        new MarkedProject("[[|Compose(typeof(Wrong))|]] partial class C;").ReportsOnly(
            "MGEN013",
            "'C' cannot be completed into a composition: its appliance is not right: 'Wrong' has no RunAsync that can be run: " +
            "there is none; add 'public async Task RunAsync(CancellationToken stop)'",
            run => new(run.Source)
            {
                Target = "mock",
                Kind = OutputKind.DynamicallyLinkedLibrary,
                References = [.. run.References, library],
            });
    }

    [Fact]
    public void Wrong_appliance_is_said_once_also_when_it_is_composed() =>
        new MarkedProject("[Unikernel] public sealed class [|App|]; [Compose(typeof(App))] partial class C;").ReportsOnly(
            "MGEN007",
            "'App' has no RunAsync that can be run: there is none; add 'public async Task RunAsync(CancellationToken stop)'",
            run => new(run.Source) { Target = "mock", Kind = OutputKind.DynamicallyLinkedLibrary });

    [Fact]
    public void Mistakes_that_are_several_are_all_said()
    {
        var run = new ComposerRun(Head + "[Unikernel] public sealed class App([Argument(\"\")] object a, IUnserved b, int c);");

        Assert.Equal(["MGEN001", "MGEN004", "MGEN007", "MGEN008"], run.Reported.Select(d => d.Id).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(run.CompilerDiagnostics, d => d.Severity == DiagnosticSeverity.Error);
    }

    private const string Wanted =
        "it must be public Task or ValueTask, with an int result or none, and take a CancellationToken or nothing";

    private const string Readable =
        "it may be string, bool, an enum, an IParsable<T> of itself, the nullable form of one of these, or an array of them";

    private const string InRange = "[Range] is checked for a single integer of at most 64 signed bits, between two int bounds";
}
