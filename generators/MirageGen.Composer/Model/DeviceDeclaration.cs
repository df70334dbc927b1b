
namespace MirageGen.Composer.Model;

/// <summary>One <c>[Device]</c> on a class.</summary>
/// <param name="Signatures">What it can be asked for as, besides its own class.</param>
/// <param name="Target">The one target it is for; null for all.</param>
/// <param name="When">A condition on the build; null for none.</param>
/// <param name="Shared">Whether one instance serves every name.</param>
internal sealed record DeviceDeclaration(
    EquatableArray<TypeName> Signatures,
    string? Target,
    BuildCondition? When,
    bool Shared)
{
    public bool FitsTarget(string target) => Target is null || Target == target;
}
