namespace MirageGen.Composer.Model;

/// <summary>The implementation named by a <c>[Use]</c>.</summary>
/// <param name="Implementation">The class.</param>
/// <param name="Fits">Whether it implements the signature it is chosen for.</param>
internal sealed record ChosenImplementation(TypeName Implementation, bool Fits);
