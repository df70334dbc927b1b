using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using MirageGen.Composer.Reporting;

namespace MirageGen.Composer.Tests.Composing;

/// <summary>A project with one source file, composed.</summary>
internal sealed class ComposerRun(string source)
{
    /// <summary>The path of the source file.</summary>
    public const string SourcePath = "App.cs";

    public static readonly CSharpParseOptions ParseOptions =
        CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14).WithDocumentationMode(DocumentationMode.Diagnose);

    private (Compilation Output, GeneratorRunResult Result)? _done;
    private IReadOnlyList<Diagnostic>? _reported;

    public string Assembly { get; init; } = "App";

    public string Target { get; init; } = "unix";

    public OutputKind Kind { get; init; } = OutputKind.ConsoleApplication;

    public IReadOnlyList<TestLibrary> References { get; init; } = TestLibrary.Usual;

    /// <summary>Build properties besides the target.</summary>
    public Dictionary<string, string> Properties { get; init; } = [];

    /// <summary>The lines of the build's list of embedded directories; null when the build makes none.</summary>
    public string? EmbedTable { get; init; }

    public string Source => source;

    /// <summary>Whether the build says that analyzers run; null when it does not say.</summary>
    public bool? AnalyzersRun { get; init; } = true;

    /// <summary>The diagnostics that the build's configuration turns off.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];

    /// <summary>What the generator reported itself.</summary>
    public IReadOnlyList<Diagnostic> ReportedByGenerator => Done.Result.Diagnostics;

    /// <summary>What a build reports, by the generator and by the analyzer, in the order of the source.</summary>
    public IReadOnlyList<Diagnostic> Reported => _reported ??=
        [.. ReportedByGenerator.Concat(Analyze(Done.Output)).OrderBy(d => d.Location.SourceSpan.Start)];

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

    /// <summary>The same project in a build that says nothing of analyzers.</summary>
    public ComposerRun WithoutAnalyzers() => new(source)
    {
        Assembly = Assembly,
        Target = Target,
        Kind = Kind,
        References = References,
        Properties = Properties,
        EmbedTable = EmbedTable,
        AnalyzersRun = null,
    };

    public CSharpCompilation Compile() => CSharpCompilation.Create(
        Assembly,
        [CSharpSyntaxTree.ParseText(source, ParseOptions, SourcePath, Encoding.UTF8)],
        [.. TestLibrary.Contract, .. References.Select(library => library.Reference)],
        new CSharpCompilationOptions(
            Kind,
            nullableContextOptions: NullableContextOptions.Enable,
            specificDiagnosticOptions: Hidden.Select(id => KeyValuePair.Create(id, ReportDiagnostic.Suppress))));

    public GeneratorDriver CreateDriver(bool tracksSteps = false)
    {
        var options = Options();
        return CSharpGeneratorDriver.Create(
            [new ComposerGenerator().AsSourceGenerator()],
            options.AdditionalFiles,
            ParseOptions,
            options.AnalyzerConfigOptionsProvider,
            new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, tracksSteps));
    }

    /// <summary>The build's properties and its list of embedded directories.</summary>
    public AnalyzerOptions Options()
    {
        var properties = new Dictionary<string, string>(Properties) { ["MirageTarget"] = Target };
        if (AnalyzersRun is { } run)
        {
            properties["MirageAnalyzersRun"] = run ? "true" : "false";
        }

        return new(EmbedTable is null ? [] : [new InMemoryText("obj/mirage.embed.txt", EmbedTable)], new BuildOptions(properties));
    }

    /// <summary>What the composer's analyzer says of a compilation of the project.</summary>
    public ImmutableArray<Diagnostic> Analyze(Compilation compilation) => compilation
        .WithAnalyzers([new ComposerAnalyzer()], Options())
        .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();

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
