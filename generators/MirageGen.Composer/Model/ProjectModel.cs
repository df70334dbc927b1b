namespace MirageGen.Composer.Model;

/// <summary>A project as the resolver sees it.</summary>
/// <param name="Catalog">What its compositions may draw on.</param>
/// <param name="Program">What it compiles to.</param>
/// <param name="Appliances">Its appliances.</param>
/// <param name="Compositions">What it completes.</param>
internal sealed record ProjectModel(
    Catalog Catalog,
    ProgramModel Program,
    EquatableArray<ApplianceModel> Appliances,
    EquatableArray<CompositionModel> Compositions);
