namespace MirageGen.Composer.Resolver;

/// <summary>A parameter with the value it gets.</summary>
/// <param name="Parameter">The parameter's name.</param>
/// <param name="Signature">Its type as a person reads it.</param>
/// <param name="ByName">Whether a parameter before it is left out, so that it must be named.</param>
/// <param name="Operand">The value.</param>
internal sealed record Supply(string Parameter, string Signature, bool ByName, Operand Operand);
