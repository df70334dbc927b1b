using System.Linq;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Diagnostics;
using MirageGen.Composer.Emitter;
using MirageGen.Composer.Model;
using MirageGen.Composer.Pipeline;
using MirageGen.Composer.Resolver;

namespace MirageGen.Composer;

/// <summary>
/// Composes appliances at compile time: parser, value-equal model, pure resolver, emitter. docs/composer.md explains
/// the design.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ComposerGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var sources = new Sources(context);
        context.RegisterSourceOutput(sources.Devices, EmitManifest);

        var image = sources.Project.Select(static (project, _) => ImageResolver.Resolve(project)).WithTrackingName(Stages.Image);
        context.RegisterSourceOutput(image, EmitImage);
        context.RegisterImplementationSourceOutput(image, EmitGraph); // Comments: an editor can do without.

        var composed = sources.Project
            .SelectMany(static (project, _) => project.Compositions.Select(composition => (Composition: composition, project.Catalog)))
            .Select(static (x, _) => CompositionResolver.Resolve(x.Composition, x.Catalog))
            .WithTrackingName(Stages.Composed);
        context.RegisterSourceOutput(composed, EmitComposition);

        var messages = sources.Project.Combine(image).Combine(composed.Collect()).Combine(sources.Parsed).Combine(sources.Reports)
            .Select(static (x, _) =>
            {
                var ((((project, image), composed), parsed), reports) = x;
                return reports ? ProjectMessages.Place(ProjectMessages.Of(project, image, composed), parsed) : [];
            })
            .WithTrackingName(Stages.Messages);
        context.RegisterSourceOutput(messages, Report);
    }

    private static void EmitManifest(SourceProductionContext output, EquatableArray<DeviceModel> devices)
    {
        var listed = devices.Where(device => device is { IsPublic: true, Fault: null }).Select(device => device.Type.Qualified).ToArray();
        if (listed.Length > 0)
        {
            output.AddSource("DeviceManifest.g.cs", ManifestEmitter.Emit(listed));
        }
    }

    private static void EmitImage(SourceProductionContext output, ImageResolution image)
    {
        if (image is { Name: { } name, Plan: { } plan })
        {
            output.AddSource(ImageEmitter.ClassName(name) + ".g.cs", ImageEmitter.Emit(name, image.Summary, plan));
        }
        else if (image.Name is { } broken)
        {
            output.AddSource(ImageEmitter.ClassName(broken) + ".g.cs", ImageEmitter.EmitStub(broken));
        }
    }

    private static void EmitGraph(SourceProductionContext output, ImageResolution image)
    {
        if (image is { Name: { } name, Plan: { } plan })
        {
            output.AddSource(GraphEmitter.FileName(name), GraphEmitter.Emit(name, plan));
        }
    }

    private static void EmitComposition(SourceProductionContext output, CompositionResolution resolution)
    {
        if (resolution is { Composition: var composition, Plan: { } plan })
        {
            output.AddSource(CompositionEmitter.HintName(composition), CompositionEmitter.Emit(composition, plan));
        }
    }

    private static void Report(SourceProductionContext output, EquatableArray<PlacedMessage> messages)
    {
        foreach (var message in messages)
        {
            output.ReportDiagnostic(message.ToDiagnostic(message.Location?.ToLocation()));
        }
    }
}
