using System.Collections.Immutable;
using MirageGen.Composer.Model;
using MirageGen.Composer.Outline;

namespace MirageGen.Composer.Parser;

/// <summary>What the parser read of one file.</summary>
/// <param name="Appliances">Its classes marked <c>[Unikernel]</c>.</param>
/// <param name="Devices">Its classes marked <c>[Device]</c>.</param>
/// <param name="Compositions">Its classes marked <c>[Compose]</c>.</param>
/// <param name="Choices">Its choices for the assembly.</param>
/// <param name="Backends">The targets that it declares.</param>
/// <param name="Others">The other files that its classes are partly written in, or inherit from.</param>
internal sealed record ParsedFile(
    ImmutableArray<Parsed<ApplianceModel>> Appliances,
    ImmutableArray<Parsed<DeviceModel>> Devices,
    ImmutableArray<Parsed<CompositionModel>> Compositions,
    Parsed<EquatableArray<AssemblyChoice>> Choices,
    EquatableArray<BackendModel> Backends,
    ImmutableArray<FileOutline> Others);
