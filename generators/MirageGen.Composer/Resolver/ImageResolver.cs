using System.Linq;
using MirageGen.Composer.Diagnostics;
using MirageGen.Composer.Model;
using MirageGen.Composer.Parser;

namespace MirageGen.Composer.Resolver;

/// <summary>Decides whether the project gets a <c>Main</c>, and composes what it runs.</summary>
internal static class ImageResolver
{
    public static ImageResolution Resolve(ProjectModel project)
    {
        var (catalog, program, appliances, _) = project;
        if (catalog.Target.Length == 0 || !program.IsExecutable)
        {
            return ImageResolution.Nothing;
        }

        if (program.EntryPoint is not null)
        {
            return ResolveBesideMain(project, program.EntryPoint);
        }

        if (appliances.Length == 0)
        {
            return Only(new(Faults.NothingToBoot(catalog.Target, program.Assembly), Anchor.Nowhere));
        }

        var image = new ImageResolution(NameOf(program, appliances), SummaryOf(appliances), null, []);
        var backend = BackendChoice.Find(catalog, out _);
        if (backend is not { HasRun: true })
        {
            return image;
        }

        var resolution = new GraphBuilder(catalog, backend).Build(appliances);
        return image with { Plan = resolution.Plan, Messages = resolution.Messages };
    }

    /// <summary>A program that starts itself may host appliances by [Compose]; others beside its Main would never run.</summary>
    private static ImageResolution ResolveBesideMain(ProjectModel project, string entryPoint)
    {
        var isBootable = project.Catalog.Backends.Any(backend => backend.Target == project.Catalog.Target && backend.HasRun);
        var stray = project.Appliances.FirstOrDefault(a => project.Compositions.All(c => c.Appliance?.Type.Equals(a.Type) != true));
        return isBootable && stray is not null
            ? Only(new(Faults.OwnMain(entryPoint, stray.Name), ProgramParser.EntryPointAnchor))
            : ImageResolution.Nothing;
    }

    private static ImageResolution Only(Message message) => ImageResolution.Nothing with { Messages = [message] };

    private static string NameOf(ProgramModel program, EquatableArray<ApplianceModel> appliances) =>
        appliances.Length == 1 ? appliances[0].Name : program.Assembly;

    private static string SummaryOf(EquatableArray<ApplianceModel> appliances) =>
        string.Join("; ", appliances.Select(appliance => appliance.Summary).Where(summary => summary.Length > 0));
}
