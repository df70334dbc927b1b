namespace MirageGen;

/// <summary>One entry of a listing.</summary>
/// <param name="Key">The whole key.</param>
/// <param name="Kind">A value or a dictionary.</param>
public readonly record struct KeyEntry(Key Key, KeyKind Kind);
