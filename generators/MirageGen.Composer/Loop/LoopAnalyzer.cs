using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using MirageGen.Composer.Apis;
using MirageGen.Composer.OperatingSystem;

namespace MirageGen.Composer.Loop;

/// <summary>
/// MGEN102: code that leaves the loop, blocks it, or follows another clock than its own. What MGEN101 reports on a
/// target without an operating system is not reported twice.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LoopAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor LeavesLoop = new(
        "MGEN102",
        "Code that leaves the loop, blocks it or does not follow its clock",
        "'{0}' {1}",
        "MirageGen",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "An appliance and its devices run on one loop: nothing is locked because nothing runs beside it, "
        + "nothing else runs while one waits, and a simulation turns its clock.",
        "https://miragegen.dev/diagnostics/MGEN102");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LeavesLoop];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        var compilation = context.Compilation;
        var target = BuildTarget.Find(compilation, context.Options.AnalyzerConfigOptionsProvider);
        if (LoopScope.Of(compilation, startsOnLoop: target is { StartsPrograms: true }) is not { } scope)
        {
            return;
        }

        var reportedElsewhere = new Lazy<ApiTable?>(() => target is { HasOperatingSystem: false }
            ? new ApiTable(compilation, OperatingSystemApis.Rules)
            : null);
        ApiUseFinder.Register(context, new ApiTable(compilation, LoopApis.Rules), use =>
        {
            if (scope.Contains(use.Where) && reportedElsewhere.Value?.Find(use.Used) is null)
            {
                use.Report(LeavesLoop);
            }
        });
    }
}
