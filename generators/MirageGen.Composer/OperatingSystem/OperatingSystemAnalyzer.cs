using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using MirageGen.Composer.Apis;

namespace MirageGen.Composer.OperatingSystem;

/// <summary>
/// MGEN101: code that needs an operating system, in a project built for a target without one. An appliance is a whole
/// program, so the whole project counts, not only its appliance classes. Where the target has an operating system
/// nothing is registered.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OperatingSystemAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor NeedsOperatingSystem = new(
        "MGEN101",
        "Code that needs an operating system",
        "'{0}' needs an operating system, and target '{1}' has none: {2}",
        "MirageGen",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "On a target without an operating system there are no files, sockets, processes or variables of a host: "
        + "the appliance asks for devices by signature instead.",
        "https://miragegen.dev/diagnostics/MGEN101");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [NeedsOperatingSystem];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        if (BuildTarget.Find(context.Compilation, context.Options.AnalyzerConfigOptionsProvider)
            is not { HasOperatingSystem: false } target)
        {
            return;
        }

        var table = new ApiTable(context.Compilation, OperatingSystemApis.Rules);
        ApiUseFinder.Register(context, table, use => use.Report(NeedsOperatingSystem, target.Name));
    }
}
