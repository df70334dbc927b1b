namespace MirageGen.Http;

/// <summary>A part of a representation.</summary>
/// <param name="Offset">Where it begins, in octets.</param>
/// <param name="Length">Octets; at least one.</param>
internal readonly record struct ByteRange(long Offset, long Length);
