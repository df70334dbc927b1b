using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MirageGen.Composer.Model;
using MirageGen.Composer.Parser;

namespace MirageGen.Composer.Pipeline;

/// <summary>Where the pipeline begins: the user's source, the references, the build.</summary>
internal sealed class Sources
{
    private const string PropertyPrefix = "build_property.";
    private const string TargetProperty = "MirageTarget";

    public Sources(IncrementalGeneratorInitializationContext context)
    {
        Appliances = ParsedSource<ApplianceModel>.From(
            Classes(context, AttributeNames.Unikernel, static (type, _) => ApplianceParser.Parse(type)), Stages.Appliances);
        Devices = ParsedSource<DeviceModel>.From(
            Classes(context, AttributeNames.Device, static (type, _) => DeviceParser.ParseLocal(type)), Stages.Devices);
        Compositions = ParsedSource<CompositionModel>.From(
            Classes(context, AttributeNames.Compose, static (type, c) => CompositionParser.Parse(type, c.Attributes[0], c.SemanticModel.Compilation)),
            Stages.Compositions);
        Choices = ParsedSource<EquatableArray<AssemblyChoice>>.From(
            AssemblyAttributes(context, AttributeNames.UserNamespace, AttributeNames.Use, static c => ChoiceParser.ParseAll(c.Attributes)),
            Stages.Choices);
        Program = ParsedSource<ProgramModel>.From(context.CompilationProvider.Select(ProgramParser.Parse), Stages.Program);
        Catalog = GatherCatalog(context);
    }

    public ParsedSource<ApplianceModel> Appliances { get; }

    public ParsedSource<DeviceModel> Devices { get; }

    public ParsedSource<CompositionModel> Compositions { get; }

    public ParsedSource<EquatableArray<AssemblyChoice>> Choices { get; }

    public ParsedSource<ProgramModel> Program { get; }

    public IncrementalValueProvider<Catalog> Catalog { get; }

    private static IncrementalValuesProvider<T> Classes<T>(
        IncrementalGeneratorInitializationContext context,
        string attribute,
        Func<INamedTypeSymbol, GeneratorAttributeSyntaxContext, T> parse) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
            $"{AttributeNames.UserNamespace}.{attribute}",
            static (node, _) => node is ClassDeclarationSyntax or RecordDeclarationSyntax,
            (c, _) => parse((INamedTypeSymbol)c.TargetSymbol, c));

    private static IncrementalValuesProvider<T> AssemblyAttributes<T>(
        IncrementalGeneratorInitializationContext context,
        string @namespace,
        string attribute,
        Func<GeneratorAttributeSyntaxContext, T> parse) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
            $"{@namespace}.{attribute}",
            static (node, _) => node is CompilationUnitSyntax,
            (c, _) => parse(c));

    private IncrementalValueProvider<Catalog> GatherCatalog(IncrementalGeneratorInitializationContext context)
    {
        var references = context.CompilationProvider.Select(ReferenceParser.Parse).WithTrackingName(Stages.References);
        var devices = Devices.Models.Combine(references)
            .Select(static (x, _) => x.Left.Concat(x.Right.Devices).ToEquatableArray());
        var ownBackends = AssemblyAttributes(
            context,
            AttributeNames.CompositionNamespace,
            AttributeNames.Backend,
            static c => BackendParser.ParseAll(c.Attributes, c.TargetSymbol.Name)).Collect();
        var backends = ownBackends.Combine(references)
            .Select(static (x, _) => x.Left.SelectMany(own => own).Concat(x.Right.Backends).ToEquatableArray());
        var choices = Choices.Models.Select(static (x, _) => x.SelectMany(file => file).ToEquatableArray());
        var embedded = context.AdditionalTextsProvider.Where(EmbedParser.IsTable)
            .Select(static (text, cancellation) => EmbedParser.ParseTable(text.GetText(cancellation))).Collect()
            .Select(static (tables, _) => tables.FirstOrDefault() ?? EmbedTable.Absent);
        var properties = devices
            .Select(static (x, _) => x.SelectMany(d => d.Declarations).Select(d => d.When?.Property).OfType<string>()
                .Append(TargetProperty).Distinct().ToEquatableArray())
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (x, _) => new BuildProperties(x.Left.Select(name => new BuildProperty(
                name, x.Right.GlobalOptions.TryGetValue(PropertyPrefix + name, out var value) ? value.Trim() : string.Empty)).ToEquatableArray()));

        return properties.Combine(devices).Combine(backends).Combine(choices).Combine(embedded).Combine(references)
            .Select(static (x, _) =>
            {
                var (((((properties, devices), backends), choices), embedded), references) = x;
                return new Catalog(
                    properties[TargetProperty], backends, devices, choices, properties, embedded, references.HasEmbeddedStore);
            })
            .WithTrackingName(Stages.Catalog);
    }
}
