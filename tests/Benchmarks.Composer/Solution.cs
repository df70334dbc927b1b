using System.Text;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MirageGen.Composer;
using MirageGen.Composer.Tests.Composing;

namespace MirageGen.Benchmarks;

/// <summary>A program with an appliance and many devices, against the real libraries, as a compiler is handed it.</summary>
internal sealed class Solution
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14, DocumentationMode.Parse);

    private static readonly MetadataReference[] Framework =
    [
        .. Net100.References.All,
        FileOf(typeof(UnikernelAttribute)),
        FileOf(typeof(Microsoft.Extensions.Logging.ILogger)),
        FileOf(typeof(Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute)),
        FileOf(typeof(Storage.EmbeddedStore)),
        FileOf(typeof(Http.HttpServer)),
        FileOf(typeof(Unix.UnixMachine)),
    ];

    private readonly SyntaxTree _appliance = Parse(Sources.Appliance(EditKind.MethodBody, 0), "Control.cs");
    private readonly SyntaxTree[] _others;
    private readonly MetadataReference[] _references;

    /// <summary>Makes a solution.</summary>
    /// <param name="devices">How many devices there are.</param>
    /// <param name="home">Where they are.</param>
    public Solution(int devices, DeviceHome home)
    {
        SyntaxTree[] parts = [.. Enumerable.Range(0, devices).Select(i => Parse(Sources.Device(i, devices), $"Part{i}.cs"))];
        _others = home == DeviceHome.Project ? parts : [];
        _references = home == DeviceHome.Project ? Framework : [.. Framework, Library(parts)];
        Compilation = CSharpCompilation.Create(
            "Plant", [_appliance, .. _others], _references, Options(OutputKind.ConsoleApplication));
    }

    /// <summary>The build properties.</summary>
    public static BuildOptions Properties { get; } =
        new(new Dictionary<string, string> { ["MirageTarget"] = "unix", ["MirageNet"] = "sockets", ["MirageAnalyzersRun"] = "true" });

    /// <summary>The program.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>A program that no compiler has seen, down to its references, which share only the files' octets with others.</summary>
    public CSharpCompilation Fresh() => CSharpCompilation.Create(
        "Plant",
        [Again(_appliance), .. _others.Select(Again)],
        _references.Select(reference => ((PortableExecutableReference)reference).WithProperties(new(aliases: ["global"]))),
        Options(OutputKind.ConsoleApplication));

    /// <summary>The program with its appliance edited.</summary>
    public static CSharpCompilation Edit(CSharpCompilation compilation, SyntaxTree edited) =>
        compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], edited);

    /// <summary>The appliance's file after an edit.</summary>
    public static SyntaxTree Edited(EditKind edit, int number) => Parse(Sources.Appliance(edit, number), "Control.cs");

    /// <summary>What runs a generator.</summary>
    public static GeneratorDriver Drive(IIncrementalGenerator generator) => CSharpGeneratorDriver.Create(
        [generator.AsSourceGenerator()], [], ParseOptions, Properties);

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path, Encoding.UTF8);

    private static SyntaxTree Again(SyntaxTree tree) => tree.WithRootAndOptions(tree.GetRoot(), ParseOptions);

    private static CSharpCompilationOptions Options(OutputKind kind) =>
        new(kind, nullableContextOptions: NullableContextOptions.Enable);

    private static PortableExecutableReference FileOf(Type type) => MetadataReference.CreateFromFile(type.Assembly.Location);

    private static PortableExecutableReference Library(SyntaxTree[] parts)
    {
        var compilation = CSharpCompilation.Create("Plant.Parts", parts, Framework, Options(OutputKind.DynamicallyLinkedLibrary));
        Drive(new ComposerGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        using var image = new MemoryStream();
        var result = output.Emit(image);
        return result.Success
            ? MetadataReference.CreateFromImage(image.ToArray())
            : throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }
}
