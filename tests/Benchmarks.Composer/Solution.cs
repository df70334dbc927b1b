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

    private static readonly byte[][] Framework =
    [
        .. Net100.ReferenceInfos.All.Select(info => info.ImageBytes),
        FileOf(typeof(UnikernelAttribute)),
        FileOf(typeof(Microsoft.Extensions.Logging.ILogger)),
        FileOf(typeof(Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute)),
        FileOf(typeof(Storage.EmbeddedStore)),
        FileOf(typeof(Http.HttpServer)),
        FileOf(typeof(Unix.UnixMachine)),
    ];

    private readonly string[] _sources;
    private readonly byte[][] _references;

    /// <summary>Makes a solution.</summary>
    /// <param name="devices">How many devices there are.</param>
    /// <param name="home">Where they are.</param>
    public Solution(int devices, DeviceHome home)
    {
        string[] parts = [.. Enumerable.Range(0, devices).Select(i => Sources.Device(i, devices))];
        _sources = [Sources.Appliance(EditKind.MethodBody, 0), .. home == DeviceHome.Project ? parts : []];
        _references = home == DeviceHome.Project ? Framework : [.. Framework, Library(parts)];
    }

    /// <summary>The build properties.</summary>
    public static BuildOptions Properties { get; } = new(new Dictionary<string, string>
    {
        ["MirageTarget"] = "unix",
        ["MirageNet"] = "sockets",
        ["MirageAnalyzersRun"] = "true",
    });

    /// <summary>The program, as no compiler has seen it: its syntax trees and its references are new.</summary>
    /// <param name="more">Sources beside its own.</param>
    public CSharpCompilation Open(params string[] more) =>
        Compile("Plant", [.. _sources, .. more], _references, OutputKind.ConsoleApplication);

    /// <summary>The appliance's file after an edit.</summary>
    public static SyntaxTree Edited(EditKind edit, int number) => Parse(Sources.Appliance(edit, number), "File0.cs");

    /// <summary>What runs a generator.</summary>
    public static GeneratorDriver Drive(IIncrementalGenerator generator) => CSharpGeneratorDriver.Create(
        [generator.AsSourceGenerator()], [], ParseOptions, Properties);

    private static SyntaxTree Parse(string text, string path) =>
        CSharpSyntaxTree.ParseText(text, ParseOptions, path, Encoding.UTF8);

    private static CSharpCompilation Compile(string name, string[] sources, byte[][] references, OutputKind kind) =>
        CSharpCompilation.Create(
            name,
            sources.Select((source, i) => Parse(source, $"File{i}.cs")),
            references.Select(image => MetadataReference.CreateFromImage(image)),
            new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable));

    private static byte[] FileOf(Type type) => File.ReadAllBytes(type.Assembly.Location);

    private static byte[] Library(string[] parts)
    {
        var compilation = Compile("Plant.Parts", parts, Framework, OutputKind.DynamicallyLinkedLibrary);
        Drive(new ComposerGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        using var image = new MemoryStream();
        var result = output.Emit(image);
        return result.Success ? image.ToArray() : throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }
}
