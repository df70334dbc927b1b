using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using MirageGen.Composer.Diagnostics;

namespace MirageGen.Composer.Reporting;

/// <summary>
/// MGEN001 to MGEN015: what keeps a project from being composed, read and resolved by the code that the generator runs.
/// The generator itself says it only where no analyzer runs; docs/composer.md has the reasons.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ComposerAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Rules.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();

        // A file that says it is generated is composed like any other.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        if (!Reporter.IsAnalyzer(context.Options.AnalyzerConfigOptionsProvider))
        {
            return;
        }

        // One resolution serves all files; each reports what stands in it, so that an editor shows it while one types.
        var findings = new ProjectFindings(context.Compilation, context.Options);
        context.RegisterSemanticModelAction(file =>
        {
            var tree = file.SemanticModel.SyntaxTree;
            foreach (var message in findings.In(tree, file.CancellationToken))
            {
                file.ReportDiagnostic(message.ToDiagnostic(message.Location!.ToLocation(tree)));
            }
        });
        context.RegisterCompilationEndAction(end =>
        {
            foreach (var message in findings.Nowhere(end.CancellationToken))
            {
                end.ReportDiagnostic(message.ToDiagnostic(location: null));
            }
        });
    }
}
