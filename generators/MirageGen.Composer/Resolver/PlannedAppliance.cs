using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>An appliance that the plan constructs and runs.</summary>
/// <param name="Local">The variable that holds it.</param>
/// <param name="Appliance">Its class.</param>
/// <param name="Supplies">What it is constructed from.</param>
internal sealed record PlannedAppliance(string Local, ApplianceModel Appliance, EquatableArray<Supply> Supplies);
