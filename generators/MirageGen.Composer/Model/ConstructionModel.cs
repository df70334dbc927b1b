namespace MirageGen.Composer.Model;

/// <summary>How a class is instantiated.</summary>
/// <param name="IsConnect">Through its static <c>ConnectAsync</c>, which is awaited, and not its constructor.</param>
/// <param name="Parameters">What it asks for.</param>
internal sealed record ConstructionModel(bool IsConnect, EquatableArray<ParameterModel> Parameters);
