namespace MirageGen.Composer.Model;

/// <summary>An <c>[assembly: Use(signature, implementation)]</c>.</summary>
/// <param name="Signature">What is asked for.</param>
/// <param name="Implementation">What to construct for it.</param>
/// <param name="Anchor">Where messages about it go.</param>
internal sealed record AssemblyChoice(TypeName Signature, TypeName Implementation, Anchor Anchor);
