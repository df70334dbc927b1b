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
        context.RegisterSourceOutput(sources.Devices.Models, EmitManifest);

        var project = sources.Catalog.Combine(sources.Program.Models).Combine(sources.Appliances.Models).Combine(sources.Compositions.Models);
        var image = project
            .Select(static (x, _) => ImageResolver.Resolve(x.Left.Left.Left, x.Left.Left.Right[0], x.Left.Right, x.Right))
            .WithTrackingName(Stages.Image);
        context.RegisterSourceOutput(image, EmitImage);

        var composed = sources.Compositions.Models.SelectMany(static (models, _) => models.Items).Combine(sources.Catalog)
            .Select(static (x, _) => CompositionResolver.Resolve(x.Left, x.Right))
            .WithTrackingName(Stages.Composed);
        context.RegisterSourceOutput(composed, EmitComposition);

        var checks = project.Select(static (x, _) => BackendChoice.Check(x.Left.Left.Left, x.Left.Left.Right[0], x.Left.Right, x.Right)
            .Concat(ChoiceCheck.Check(x.Left.Left.Left)).ToEquatableArray());
        var resolved = image.Combine(composed.Collect()).Combine(checks)
            .Select(static (x, _) => x.Left.Left.Messages.Concat(x.Left.Right.SelectMany(c => c.Messages)).Concat(x.Right).ToEquatableArray());
        var messages = Place(resolved, sources).WithTrackingName(Stages.Messages);
        context.RegisterSourceOutput(messages, static (output, placed) => Report(output, placed));
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
            output.AddSource(GraphEmitter.FileName(name), GraphEmitter.Emit(name, plan));
        }
        else if (image.Name is { } broken)
        {
            output.AddSource(ImageEmitter.ClassName(broken) + ".g.cs", ImageEmitter.EmitStub(broken));
        }
    }

    private static void EmitComposition(SourceProductionContext output, CompositionResolution resolution)
    {
        if (resolution is { Composition: var composition, Plan: { } plan })
        {
            output.AddSource(CompositionEmitter.HintName(composition), CompositionEmitter.Emit(composition, plan));
        }
    }

    /// <summary>Finds the places of the resolver's messages, and adds what the parser had to say.</summary>
    private static IncrementalValueProvider<EquatableArray<PlacedMessage>> Place(
        IncrementalValueProvider<EquatableArray<Message>> resolved,
        Sources sources)
    {
        var places = sources.Appliances.Places.Combine(sources.Compositions.Places)
            .Combine(sources.Choices.Places).Combine(sources.Program.Places)
            .Select(static (x, _) => x.Left.Left.Left.Concat(x.Left.Left.Right).Concat(x.Left.Right).Concat(x.Right).ToEquatableArray());
        var parsed = sources.Appliances.Messages.Combine(sources.Compositions.Messages)
            .Combine(sources.Choices.Messages).Combine(sources.Devices.Messages)
            .Select(static (x, _) => x.Left.Left.Left.Concat(x.Left.Left.Right).Concat(x.Left.Right).Concat(x.Right).ToEquatableArray());
        return resolved.Combine(places).Combine(parsed)
            .Select(static (x, _) => x.Right.Concat(x.Left.Left.Select(message => PlaceOne(message, x.Left.Right))).ToEquatableArray());
    }

    private static PlacedMessage PlaceOne(Message message, EquatableArray<AnchorPlace> places) =>
        new(message.Fault, places.FirstOrDefault(place => place.Anchor == message.Anchor).Location);

    private static void Report(SourceProductionContext output, EquatableArray<PlacedMessage> messages)
    {
        foreach (var message in messages)
        {
            output.ReportDiagnostic(message.ToDiagnostic());
        }
    }
}
