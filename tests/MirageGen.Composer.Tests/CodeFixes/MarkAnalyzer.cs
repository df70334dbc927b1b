using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace MirageGen.Composer.Tests.CodeFixes;

/// <summary>Says at fixed places what the composer would say there: for testing fixes apart from what finds the fault.</summary>
#pragma warning disable RS1001, RS1017 // A double that a test makes for an ID of its choice; no compiler loads it.
internal sealed class MarkAnalyzer(
    string id, ImmutableArray<TextSpan> spans, params (string Key, string Value)[] properties) : DiagnosticAnalyzer
{
    private readonly DiagnosticDescriptor _rule =
        new(id, "Marked", "Marked", "MirageGen", DiagnosticSeverity.Error, isEnabledByDefault: true);
#pragma warning restore RS1001, RS1017

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [_rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxTreeAction(tree =>
        {
            foreach (var span in spans)
            {
                tree.ReportDiagnostic(Diagnostic.Create(
                    _rule,
                    Location.Create(tree.Tree, span),
                    properties.ToImmutableDictionary(property => property.Key, property => (string?)property.Value)));
            }
        });
    }
}
