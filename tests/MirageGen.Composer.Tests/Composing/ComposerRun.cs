using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MirageGen.Composer.Tests.Composing;

/// <summary>A project with one source file, composed.</summary>
internal sealed class ComposerRun(string source)
{
    /// <summary>The path of the source file.</summary>
    public const string SourcePath = "App.cs";

    public static readonly CSharpParseOptions ParseOptions =
        CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14).WithDocumentationMode(DocumentationMode.Diagnose);

    private (Compilation Output, GeneratorRunResult Result)? _done;

    public string Assembly { get; init; } = "App";

    public string Target { get; init; } = "unix";

    public OutputKind Kind { get; init; } = OutputKind.ConsoleApplication;

    public IReadOnlyList<TestLibrary> References { get; init; } = TestLibrary.Usual;

    /// <summary>Build properties besides the target.</summary>
    public Dictionary<string, string> Properties { get; init; } = [];

    /// <summary>The lines of the build's list of embedded directories; null when the build makes none.</summary>
    public string? EmbedTable { get; init; }

    public string Source => source;

    /// <summary>What the composer reported, in the order of the source.</summary>
    public IReadOnlyList<Diagnostic> Reported => [.. Done.Result.Diagnostics.OrderBy(d => d.Location.SourceSpan.Start)];

    /// <summary>
    /// Every error and warning of the compiler with the generated code. The tests' own sources need no documentation;
    /// the generated ones do.
    /// </summary>
    public IReadOnlyList<Diagnostic> CompilerDiagnostics =>
    [
        .. Done.Output.GetDiagnostics()
            .Where(d => d.Severity is DiagnosticSeverity.Error or DiagnosticSeverity.Warning)
            .Where(d => d.Id != "CS1591" || IsGenerated(d)),
    ];

    /// <summary>Whether a diagnostic lies in what the composer wrote.</summary>
    public static bool IsGenerated(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree is { } tree && tree.FilePath != SourcePath;

    /// <summary>The generated files by name.</summary>
    public IReadOnlyDictionary<string, string> Generated =>
        Done.Result.GeneratedSources.ToDictionary(file => file.HintName, file => file.SourceText.ToString());

    public Compilation Output => Done.Output;

    private (Compilation Output, GeneratorRunResult Result) Done => _done ??= Run();

    public CSharpCompilation Compile() => CSharpCompilation.Create(
        Assembly,
        [CSharpSyntaxTree.ParseText(source, ParseOptions, SourcePath, Encoding.UTF8)],
        [.. TestLibrary.Contract, .. References.Select(library => library.Reference)],
        new CSharpCompilationOptions(Kind, nullableContextOptions: NullableContextOptions.Enable));

    public GeneratorDriver CreateDriver(bool tracksSteps = false)
    {
        Properties["MirageTarget"] = Target;
        ImmutableArray<AdditionalText> texts = EmbedTable is null ? [] : [new InMemoryText("obj/mirage.embed.txt", EmbedTable)];
        return CSharpGeneratorDriver.Create(
            [new ComposerGenerator().AsSourceGenerator()],
            texts,
            ParseOptions,
            new BuildOptions(Properties),
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, tracksSteps));
    }

    /// <summary>Compiles the project to an assembly, which must give rise to no error and no warning.</summary>
    public byte[] EmitWithoutWarnings()
    {
        Assert.Empty(Reported);
        Assert.Empty(CompilerDiagnostics);
        using var image = new MemoryStream();
        Assert.True(Done.Output.Emit(image).Success);
        return image.ToArray();
    }

    private (Compilation Output, GeneratorRunResult Result) Run()
    {
        var driver = CreateDriver().RunGeneratorsAndUpdateCompilation(Compile(), out var output, out _);
        var result = driver.GetRunResult().Results.Single();
        return result.Exception is null ? (output, result) : throw new InvalidOperationException("The composer threw.", result.Exception);
    }
}
