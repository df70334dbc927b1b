using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MirageGen.Benchmarks;

/// <summary>An analyzer that looks at every file and says nothing: what the compiler itself needs to run one.</summary>
#pragma warning disable RS1001, RS1025, RS1026 // It is handed over by the benchmark; no compiler loads it.
internal sealed class IdleAnalyzer : DiagnosticAnalyzer
#pragma warning restore RS1001, RS1025, RS1026
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [new("IDLE", "Idle", "Idle", "Idle", DiagnosticSeverity.Error, isEnabledByDefault: true)];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(start => start.RegisterSemanticModelAction(static _ => { }));
    }
}
