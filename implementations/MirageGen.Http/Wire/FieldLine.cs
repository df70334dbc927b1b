namespace MirageGen.Http.Wire;

/// <summary>One field line of a head or a trailer section: where its name and value are.</summary>
/// <param name="Name">The name, a token.</param>
/// <param name="Value">The value without white space around it; no control characters but tabs.</param>
/// <param name="Field">Which field it is, where it is one of those known here.</param>
internal readonly record struct FieldLine(OctetRange Name, OctetRange Value, WellKnownField Field);
