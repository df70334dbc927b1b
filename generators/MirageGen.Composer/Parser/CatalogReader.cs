using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.Diagnostics;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Parser;

/// <summary>Gathers what a project's compositions may draw on.</summary>
internal static class CatalogReader
{
    private const string PropertyPrefix = "build_property.";
    private const string TargetProperty = "MirageTarget";

    public static Catalog Read(ParsedProject project, EmbedTable embedded, AnalyzerConfigOptionsProvider options)
    {
        var devices = project.DeviceModels.Concat(project.References.Devices).ToEquatableArray();
        var properties = new BuildProperties(NamesIn(devices).Select(name => ReadProperty(name, options)).ToEquatableArray());
        return new(
            properties[TargetProperty],
            project.Backends.Concat(project.References.Backends).ToEquatableArray(),
            devices,
            project.Choices.SelectMany(file => file.Model).ToEquatableArray(),
            properties,
            embedded,
            project.References.HasEmbeddedStore);
    }

    /// <summary>Only properties that decide something are looked at: the target, and those that some condition names.</summary>
    private static IEnumerable<string> NamesIn(EquatableArray<DeviceModel> devices) =>
        devices.SelectMany(device => device.Declarations).Select(declaration => declaration.When?.Property).OfType<string>()
            .Append(TargetProperty).Distinct();

    private static BuildProperty ReadProperty(string name, AnalyzerConfigOptionsProvider options) =>
        new(name, options.GlobalOptions.TryGetValue(PropertyPrefix + name, out var value) ? value.Trim() : string.Empty);
}
