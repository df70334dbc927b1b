namespace MirageGen;

/// <summary>One write of a batch.</summary>
/// <param name="Key">What is written.</param>
/// <param name="Value">The new value; null removes.</param>
public readonly record struct KeyValueWrite(Key Key, ReadOnlyMemory<byte>? Value);
