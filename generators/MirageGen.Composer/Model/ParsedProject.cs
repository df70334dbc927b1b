using System;
using System.Collections.Generic;
using System.Linq;

namespace MirageGen.Composer.Model;

/// <summary>All that the parser read of a project.</summary>
/// <param name="Appliances">Its classes marked <c>[Unikernel]</c>.</param>
/// <param name="Devices">Its classes marked <c>[Device]</c>.</param>
/// <param name="Compositions">Its classes marked <c>[Compose]</c>.</param>
/// <param name="Choices">Its choices for the assembly, by file.</param>
/// <param name="Backends">The targets that it carries itself.</param>
/// <param name="Program">What it compiles to.</param>
/// <param name="References">What the assemblies it references offer.</param>
internal sealed record ParsedProject(
    EquatableArray<Parsed<ApplianceModel>> Appliances,
    EquatableArray<Parsed<DeviceModel>> Devices,
    EquatableArray<Parsed<CompositionModel>> Compositions,
    EquatableArray<Parsed<EquatableArray<AssemblyChoice>>> Choices,
    EquatableArray<BackendModel> Backends,
    Parsed<ProgramModel> Program,
    ReferencesModel References)
{
    public EquatableArray<DeviceModel> DeviceModels => ModelsOf(Devices);

    /// <summary>What is wrong with its classes and attributes as they stand.</summary>
    public IEnumerable<PlacedMessage> Messages => Appliances.SelectMany(item => item.Messages)
        .Concat(Compositions.SelectMany(item => item.Messages))
        .Concat(Choices.SelectMany(item => item.Messages))
        .Concat(Devices.SelectMany(item => item.Messages));

    /// <summary>Where the resolver's messages go.</summary>
    public IEnumerable<AnchorPlace> Places => Appliances.SelectMany(item => item.Places)
        .Concat(Compositions.SelectMany(item => item.Places))
        .Concat(Choices.SelectMany(item => item.Places))
        .Concat(Program.Places);

    /// <summary>The project without places.</summary>
    /// <param name="catalog">What its compositions may draw on.</param>
    public ProjectModel ToModel(Catalog catalog) =>
        new(catalog, Program.Model, ModelsOf(Appliances), ModelsOf(Compositions));

    private static EquatableArray<T> ModelsOf<T>(EquatableArray<Parsed<T>> parsed)
        where T : IEquatable<T> => parsed.Select(item => item.Model).ToEquatableArray();
}
