namespace MirageGen.Build.Embedding;

/// <summary>A value ready to be laid into an image.</summary>
/// <param name="Key">Where it is found.</param>
/// <param name="ModifiedSeconds">Last modification, seconds since 1970 in UTC.</param>
/// <param name="Identity">The value as it is.</param>
/// <param name="Digest">Its SHA-256.</param>
/// <param name="Variants">Its compressed forms.</param>
internal sealed record PackedValue(Key Key, long ModifiedSeconds, byte[] Identity, byte[] Digest, ContentVariants Variants);
