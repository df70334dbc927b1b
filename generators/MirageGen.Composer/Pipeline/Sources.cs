using System.Linq;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Model;
using MirageGen.Composer.Outline;
using MirageGen.Composer.Parser;
using MirageGen.Composer.Reporting;

namespace MirageGen.Composer.Pipeline;

/// <summary>Where the pipeline begins: the user's source, the references, the build.</summary>
internal sealed class Sources
{
    public Sources(IncrementalGeneratorInitializationContext context)
    {
        Reports = context.AnalyzerConfigOptionsProvider.Select(static (options, _) => !Reporter.IsAnalyzer(options));
        Parsed = context.CompilationProvider.Combine(Reports)
            .Select(static (x, cancellation) => ProjectOutline.Of(x.Left, isExact: x.Right, cancellation))
            .WithTrackingName(Stages.Outline)
            .Select(ProjectReader.Read)
            .WithTrackingName(Stages.Parsed);
        Devices = Parsed.Select(static (project, _) => project.DeviceModels).WithTrackingName(Stages.Devices);
        var embedded = context.AdditionalTextsProvider.Where(EmbedParser.IsTable)
            .Select(static (text, cancellation) => EmbedParser.ParseTable(text.GetText(cancellation))).Collect()
            .Select(static (tables, _) => tables.FirstOrDefault() ?? EmbedTable.Absent);
        Project = Parsed.Combine(embedded).Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (x, _) => x.Left.Left.ToModel(CatalogReader.Read(x.Left.Left, x.Left.Right, x.Right)))
            .WithTrackingName(Stages.Project);
    }

    /// <summary>Whether messages are the generator's to report, and not the analyzer's.</summary>
    public IncrementalValueProvider<bool> Reports { get; }

    /// <summary>What the parser read, with places in the source.</summary>
    public IncrementalValueProvider<ParsedProject> Parsed { get; }

    /// <summary>The project's own devices.</summary>
    public IncrementalValueProvider<EquatableArray<DeviceModel>> Devices { get; }

    /// <summary>What is resolved, without places.</summary>
    public IncrementalValueProvider<ProjectModel> Project { get; }
}
