using Microsoft.CodeAnalysis;
using MirageGen.Composer.Tests.Composing;
using static MirageGen.Composer.Tests.Composing.Source;

namespace MirageGen.Composer.Tests;

/// <summary>What the composer says when a graph cannot be resolved: MGEN001 to 005, 009 to 011, 014 and 015.</summary>
public sealed class ResolutionDiagnosticsTests
{
    [Fact]
    public void Missing_implementation_is_said_at_the_parameter() =>
        new MarkedProject("[Unikernel] public sealed class App(IUnserved [|unserved|])" + Run).ReportsOnly(
            "MGEN001",
            "No implementation of 'IUnserved' for target 'unix', which parameter 'unserved' of 'App' needs; " +
            "reference a library that has one, or mark a class of your own [Device(typeof(IUnserved))]");

    [Fact]
    public void Missing_deep_down_is_said_at_the_users_parameter() =>
        new MarkedProject("""
            [Device] public sealed class Server(IHostStack stack, Middle middle) { public object Parts => (stack, middle); }
            [Device] public sealed class Middle(IUnserved unserved) { public object Part => unserved; }
            [Unikernel] public sealed class App(Server [|server|])
            """ + Run).ReportsOnly(
            "MGEN001",
            "No implementation of 'IUnserved' for target 'unix', which parameter 'server' of 'App' (through Server -> Middle) needs; " +
            "reference a library that has one, or mark a class of your own [Device(typeof(IUnserved))]");

    [Fact]
    public void Missing_once_is_said_once_and_where_it_is_asked_for_directly() =>
        new MarkedProject("""
            [Device] public sealed class Server(IUnserved unserved) { public object Part => unserved; }
            [Unikernel] public sealed class App(Server server, IUnserved [|mine|], IUnserved again)
            """ + Run).ReportsOnly(
            "MGEN001",
            "No implementation of 'IUnserved' for target 'unix', which parameter 'mine' of 'App' needs; " +
            "reference a library that has one, or mark a class of your own [Device(typeof(IUnserved))]");

    [Fact]
    public void Missing_for_want_of_a_build_property_names_it() =>
        new MarkedProject("""
            [Device(typeof(IUnserved), When = "Colour=blue")] public sealed class Blue : IUnserved;
            [Unikernel] public sealed class App(IUnserved [|unserved|])
            """ + Run).ReportsOnly(
            "MGEN001",
            "No implementation of 'IUnserved' for target 'unix', which parameter 'unserved' of 'App' needs; Blue would serve with Colour=blue");

    [Fact]
    public void Machine_of_another_target_is_named_as_such() =>
        new MarkedProject("[Unikernel] public sealed class App(SimulatedHost [|host|])" + Run).ReportsOnly(
            "MGEN001",
            "No implementation of 'SimulatedHost' for target 'unix', which parameter 'host' of 'App' needs; it is the machine of target 'mock'");

    [Fact]
    public void Ambiguous_implementations_are_listed_with_their_libraries()
    {
        var reported = new MarkedProject("""
            [Device(typeof(IUnserved))] public sealed class Second : IUnserved;
            [Device(typeof(IUnserved))] public sealed class First : IUnserved;
            [Unikernel] public sealed class App(IUnserved [|unserved|])
            """ + Run).ReportsOnly(
            "MGEN002",
            "Several implementations of 'IUnserved' fit target 'unix': First, Second; " +
            "choose one for parameter 'unserved' of 'App' with [Use(typeof(First))]");

        Assert.Equal("global::First;global::Second", reported.Properties["candidates"]);
        Assert.False(reported.Properties.ContainsKey("signature"));
    }

    [Fact]
    public void Ambiguous_deep_down_names_the_signature_for_the_fix()
    {
        var library = TestLibrary.Build(
            "MoreLinks",
            "using MirageGen; using MirageGen.Signatures; [Device(typeof(ILink), Target = \"unix\")] public sealed class VethLink : ILink;",
            TestLibrary.Signatures);
        var reported = new MarkedProject("[Unikernel] public sealed class App(DirectStack [|stack|])" + Run).ReportsOnly(
            "MGEN002",
            "Several implementations of 'ILink' fit target 'unix': TapLink (MirageGen.Unix), VethLink (MoreLinks); " +
            "choose one for parameter 'stack' of 'App' (through DirectStack) with [Use(typeof(TapLink))]",
            run => new(run.Source) { References = [.. run.References, library], Properties = new() { ["MirageNet"] = "direct" } });

        Assert.Equal("global::MirageGen.Unix.TapLink;global::VethLink", reported.Properties["candidates"]);
        Assert.Equal("MirageGen.Signatures.ILink", reported.Properties["signature"]);
    }

    [Fact]
    public void Cycle_is_shown_whole() =>
        new MarkedProject("""
            public interface IA; public interface IB;
            [Device(typeof(IA))] public sealed class A(IB b) : IA { public object Part => b; }
            [Device(typeof(IB))] public sealed class B(IA a) : IB { public object Part => a; }
            [Unikernel] public sealed class App(TimeProvider clock, IA [|a|], IB b)
            """ + Run).ReportsOnly(
            "MGEN003",
            "Devices for target 'unix' ask for each other in a circle: A -> B -> A; parameter 'a' of 'App' leads into it, " +
            "so break it with [Use] on one of them");

    [Fact]
    public void Device_that_asks_for_itself_alone_is_a_cycle() =>
        new MarkedProject("""
            public interface IA;
            [Device(typeof(IA))] public sealed class A(IA inner) : IA { public object Part => inner; }
            [Unikernel] public sealed class App(IA [|a|])
            """ + Run).ReportsOnly(
            "MGEN003",
            "Devices for target 'unix' ask for each other in a circle: A -> A; parameter 'a' of 'App' leads into it, " +
            "so break it with [Use] on one of them");

    [Theory]
    [InlineData("int [|port|]", "'int' is no device; a boot argument is marked [Argument(\"...\")]")]
    [InlineData("ref TimeProvider [|port|]", "it is passed by reference")]
    [InlineData("[DeviceName] int [|port|]", "[DeviceName] is for a string")]
    [InlineData("Func<int> [|port|]", "'Func<int>' is no device; a boot argument is marked [Argument(\"...\")]")]
    [InlineData("Random [|port|]", "'Random' is neither a signature nor a class marked [Device]")]
    [InlineData("[FromKeyedServices(5)] ILink [|port|]", "the key of [FromKeyedServices] must be a string that is not empty")]
    public void Parameter_that_is_no_device_is_said_with_the_reason(string parameter, string reason) =>
        new MarkedProject($"[Unikernel] public sealed class App({parameter})" + Run.Replace("{ public", "{ public int Port => 1; public", StringComparison.Ordinal))
            .ReportsOnly("MGEN004", $"Parameter 'port' of 'App' cannot be composed: {reason}");

    [Fact]
    public void Parameter_of_a_device_of_the_project_is_said_at_the_device() =>
        new MarkedProject("""
            [Device] public sealed class Own(int [|size|]) { public int Size => size; }
            [Unikernel] public sealed class App(Own own)
            """ + Run).ReportsOnly(
            "MGEN004",
            "Parameter 'size' of 'Own' cannot be composed: 'int' is no device; a boot argument is marked [Argument(\"...\")]");

    [Fact]
    public void Device_of_a_library_that_leads_nowhere_is_said_at_the_users_parameter()
    {
        var library = TestLibrary.Build("Odd", """
            using System; using MirageGen;
            [Device] public sealed class Gambler(Random random) { public Random Random => random; }
            """);

        new MarkedProject("[Unikernel] public sealed class App(Gambler [|gambler|])" + Run).ReportsOnly(
            "MGEN004",
            "Parameter 'gambler' of 'App' cannot be composed: parameter 'gambler' of 'App' (through Gambler) leads to 'Random', " +
            "which is neither a signature nor a class marked [Device]",
            run => new(run.Source) { References = [.. run.References, library] });
    }

    [Theory]
    [InlineData("hvt", "no backend for it is referenced; set MirageTarget to one of the targets that are: mock, unix")]
    [InlineData("mock", "it has no way to boot a program; it is composed by tests, with [Compose]")]
    public void Target_that_cannot_be_booted_is_said_at_the_appliance(string target, string reason) =>
        new MarkedProject("[Unikernel] public sealed class [|App|](IUnserved unserved)" + Run)
            .ReportsOnly("MGEN005", $"Target '{target}' cannot be composed: {reason}", run => new(run.Source) { Target = target });

    [Fact]
    public void No_backend_at_all_says_what_to_reference() =>
        new MarkedProject("[Unikernel] public sealed class [|App|](TimeProvider clock)" + Run).ReportsOnly(
            "MGEN005",
            "Target 'unix' cannot be composed: no backend for it is referenced; reference a backend such as MirageGen.Unix",
            run => new(WithoutUsings(run.Source)) { References = [TestLibrary.Signatures] });

    [Fact]
    public void Two_backends_for_one_target_are_named()
    {
        var library = TestLibrary.Build("Other.Unix", """
            [assembly: MirageGen.Composition.Backend("unix", typeof(OtherMachine))]
            public sealed class OtherMachine;
            """);

        new MarkedProject("[Unikernel] public sealed class [|App|](TimeProvider clock)" + Run).ReportsOnly(
            "MGEN005",
            "Target 'unix' cannot be composed: MirageGen.Unix and Other.Unix both carry it; reference one of them",
            run => new(run.Source) { References = [.. run.References, library] });
    }

    [Fact]
    public void Composition_without_target_is_said_at_its_attribute() =>
        new MarkedProject("[Unikernel] public sealed class App" + Run + "[[|Compose(typeof(App))|]] partial class Composed;").ReportsOnly(
            "MGEN005",
            "Target '' cannot be composed: the property MirageTarget is not set; set MirageTarget to one of the targets that are: mock, unix",
            run => new(run.Source) { Target = "", Kind = OutputKind.DynamicallyLinkedLibrary });

    [Fact]
    public void Missing_in_a_composition_is_said_at_its_attribute() =>
        new MarkedProject("[Unikernel] public sealed class App(ILink link)" + Run + "[[|Compose(typeof(App))|]] partial class Composed;").ReportsOnly(
            "MGEN001",
            "No implementation of 'ILink' for target 'mock', which parameter 'link' of 'App' needs; there is TapLink (MirageGen.Unix) for target 'unix'",
            run => new(run.Source) { Target = "mock", Kind = OutputKind.DynamicallyLinkedLibrary });

    [Fact]
    public void Two_arguments_of_one_name_are_said_at_the_second() =>
        new MarkedProject("""
            [Unikernel] public sealed class Front([Argument("")] int port = 80)
            """ + Run + """
            [Unikernel] public sealed class Back(TimeProvider clock, [Argument("")] int [|port|] = 81)
            """ + Run).ReportsOnly(
            "MGEN009",
            "Boot argument '--port' is declared twice, by parameter 'port' of 'Front' and by parameter 'port' of 'Back'; " +
            "give one of them another Name, or its device a name of its own with [FromKeyedServices]");

    [Fact]
    public void Argument_of_a_device_that_clashes_is_said_at_the_parameter_that_leads_to_it() =>
        new MarkedProject("""
            [Unikernel] public sealed class App([Argument("")] string @interface, ILink [|link|])
            """ + Run).ReportsOnly(
            "MGEN009",
            "Boot argument '--interface' is declared twice, by parameter 'interface' of 'App' and by parameter 'link' of 'App' (through TapLink); " +
            "give one of them another Name, or its device a name of its own with [FromKeyedServices]");

    [Theory]
    [InlineData(null, "[Embed(\"www\")] IKeyValueReader [|pages|]", "the build gave no mirage.embed.txt; MirageGen.Sdk packs directories and makes it")]
    [InlineData("htdocs\tC.htdocs\t1\t2", "[Embed(\"www\")] IKeyValueReader [|pages|]",
        "the build packed no directory 'www'; it must exist below the project's folder, and be named by a plain literal")]
    [InlineData("", "[Embed(\"www\")] ILink [|pages|]", "its type is 'ILink', and embedded files are read through IKeyValueReader")]
    [InlineData("", "[Embed(\"../www\")] IKeyValueReader [|pages|]",
        "the directory must be a path below the project's folder, with / between its parts")]
    [InlineData("", "[Embed(\"\")] IKeyValueReader [|pages|]",
        "the directory must be a path below the project's folder, with / between its parts")]
    public void Embedded_directory_that_is_wrong_is_said_at_the_parameter(string? table, string parameter, string reason) =>
        new MarkedProject($"[Unikernel] public sealed class App({parameter})" + Run)
            .ReportsOnly("MGEN010", $"Parameter 'pages' cannot embed files: {reason}", run => new(run.Source) { EmbedTable = table });

    [Fact]
    public void Embedding_without_the_library_that_serves_it_is_said_at_the_parameter() =>
        new MarkedProject("[Unikernel] public sealed class App([Embed(\"www\")] IKeyValueReader [|pages|])" + Run).ReportsOnly(
            "MGEN010",
            "Parameter 'pages' cannot embed files: the library MirageGen.Storage, which serves embedded files, is not referenced",
            run => new(run.Source) { EmbedTable = "www\tC.www\t1\t2", References = [TestLibrary.Signatures, TestLibrary.Unix, TestLibrary.Mock] });

    [Theory]
    [InlineData("[Use(typeof(UnixClock))] ILink [|x|]", "'UnixClock' does not implement 'ILink'")]
    [InlineData("[Use(typeof(Bare))] ILink [|x|]", "'Bare' is not marked [Device], or its library was built without the composer")]
    [InlineData("[Use(typeof(SimulatedStack))] IHostStack [|x|]", "'SimulatedStack' is not for target 'unix'")]
    [InlineData("[Use(typeof(HostStack)), Use(typeof(DirectStack))] IHostStack [|x|]", "'HostStack' and 'DirectStack' both serve target 'unix'; leave one")]
    [InlineData("[Use(typeof(IHostStack), typeof(HostStack))] IHostStack [|x|]", "on a parameter [Use] names the implementation alone")]
    [InlineData("[Use(null!)] IHostStack [|x|]", "[Use] names no class")]
    public void Choice_on_a_parameter_that_does_not_fit_is_said_there(string parameter, string reason) =>
        new MarkedProject($"public sealed class Bare : ILink; [Unikernel] public sealed class App({parameter})" + Run)
            .ReportsOnly("MGEN011", $"[Use] for 'x' does not fit: {reason}");

    [Theory]
    [InlineData("Use(typeof(ILink), typeof(UnixClock))", "ILink", "'UnixClock' does not implement it")]
    [InlineData("Use(typeof(ILink), typeof(Bare))", "ILink", "'Bare' is not marked [Device], or its library was built without the composer")]
    [InlineData("Use(typeof(TapLink))", "assembly", "on the assembly [Use] names a signature and its implementation")]
    public void Choice_on_the_assembly_that_does_not_fit_is_said_there(string use, string subject, string reason) =>
        new MarkedProject($"[assembly: [|{use}|]] public sealed class Bare : ILink; [Unikernel] public sealed class App(ILink link)" + Run)
            .ReportsOnly("MGEN011", $"[Use] for '{subject}' does not fit: {reason}");

    [Fact]
    public void Second_choice_for_one_signature_and_target_is_said_there() =>
        new MarkedProject("""
            [assembly: Use(typeof(IHostStack), typeof(HostStack))]
            [assembly: [|Use(typeof(IHostStack), typeof(DirectStack))|]]
            [Unikernel] public sealed class App(IHostStack stack)
            """ + Run).ReportsOnly("MGEN011", "[Use] for 'IHostStack' does not fit: 'HostStack' is chosen for it already on target 'unix'");

    [Fact]
    public void Program_with_nothing_to_boot_is_warned_beside_the_compilers_error()
    {
        var run = new ComposerRun("class NotMarked;");

        var reported = Assert.Single(run.Reported);
        Assert.Equal(DiagnosticSeverity.Warning, reported.Severity);
        Assert.Equal("MGEN014", reported.Id);
        Assert.Equal(
            "Nothing to boot on target 'unix': no class of 'App' is marked [Unikernel], and it has no Main of its own",
            reported.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(Location.None, reported.Location);
        Assert.Equal("CS5001", Assert.Single(run.CompilerDiagnostics).Id);
    }

    [Fact]
    public void Main_beside_an_appliance_is_said_at_main() =>
        new MarkedProject("[Unikernel] public sealed class App" + Run + "static class Program { static void [|Main|]() { } }").ReportsOnly(
            "MGEN015",
            "The program starts with Program.Main, so that the Main which the composer writes for 'App' would never run; " +
            "remove one of the two, or host the appliance with [Compose(typeof(App))]");

    [Fact]
    public void Statements_beside_an_appliance_are_said_at_the_first() =>
        new MarkedProject("[|Console.WriteLine();|] [Unikernel] public sealed class App" + Run).ReportsOnly(
            "MGEN015",
            "The program starts with top-level statements, so that the Main which the composer writes for 'App' would never run; " +
            "remove one of the two, or host the appliance with [Compose(typeof(App))]");

    [Fact]
    public void Type_that_the_compiler_does_not_know_is_left_to_the_compiler()
    {
        var run = new ComposerRun(Head + "[Unikernel] public sealed class App(IMissing missing, [Argument(\"\")] Unknown x)" + Run);

        Assert.Empty(run.Reported);
        Assert.All(run.CompilerDiagnostics.Where(d => d.Severity == DiagnosticSeverity.Error), d => Assert.Equal("CS0246", d.Id));
    }

    /// <summary>Blanks out what the source imports from libraries that a test leaves out.</summary>
    private static string WithoutUsings(string source) => source
        .Replace("using MirageGen.Unix;", new string(' ', "using MirageGen.Unix;".Length), StringComparison.Ordinal)
        .Replace("using MirageGen.TestKit;", new string(' ', "using MirageGen.TestKit;".Length), StringComparison.Ordinal);
}
