namespace MirageGen.Composer.Model;

/// <summary>A class that the composer may construct.</summary>
/// <param name="Type">The class.</param>
/// <param name="Assembly">The assembly it is in.</param>
/// <param name="IsLocal">Whether it is in the project that is being compiled.</param>
/// <param name="IsPublic">Whether other assemblies can use it.</param>
/// <param name="Declarations">Its <c>[Device]</c> attributes.</param>
/// <param name="Construction">How to instantiate it; null when <paramref name="Fault"/> says why not.</param>
/// <param name="Disposal">How to give it back.</param>
/// <param name="Fault">Why it cannot serve.</param>
internal sealed record DeviceModel(
    TypeName Type,
    string Assembly,
    bool IsLocal,
    bool IsPublic,
    EquatableArray<DeviceDeclaration> Declarations,
    ConstructionModel? Construction,
    Disposal Disposal,
    Fault? Fault);
