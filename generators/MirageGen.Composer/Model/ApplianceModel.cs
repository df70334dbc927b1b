namespace MirageGen.Composer.Model;

/// <summary>A class marked <c>[Unikernel]</c>.</summary>
/// <param name="Type">The class.</param>
/// <param name="Name">Its simple name.</param>
/// <param name="Assembly">The assembly it is in.</param>
/// <param name="Summary">What it does, in one line; may be empty.</param>
/// <param name="Parameters">What its constructor asks for.</param>
/// <param name="Run">The shape of its <c>RunAsync</c>.</param>
/// <param name="Disposal">How to give it back.</param>
/// <param name="IsPublic">Whether every assembly can name it.</param>
/// <param name="IsBroken">Whether something about it has been reported, so that it cannot be composed.</param>
internal sealed record ApplianceModel(
    TypeName Type,
    string Name,
    string Assembly,
    string Summary,
    EquatableArray<ParameterModel> Parameters,
    RunShape Run,
    Disposal Disposal,
    bool IsPublic,
    bool IsBroken);
