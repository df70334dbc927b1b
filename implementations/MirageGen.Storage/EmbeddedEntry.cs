namespace MirageGen.Storage;

/// <summary>One entry of an image of embedded content; every slice has been found to lie within the image.</summary>
/// <param name="Kind">A value or a dictionary.</param>
/// <param name="ModifiedSeconds">Last modification, seconds since 1970 in UTC, within the range of <see cref="DateTimeOffset"/>.</param>
/// <param name="Identity">Of a value, its octets; of a dictionary, its children in the table of children.</param>
/// <param name="Gzip">The value compressed with gzip; empty when there is no such form.</param>
/// <param name="Brotli">The value compressed with Brotli; empty when there is no such form.</param>
/// <param name="Digest">Its SHA-256.</param>
internal readonly record struct EmbeddedEntry(
    KeyKind Kind,
    long ModifiedSeconds,
    EmbeddedSlice Identity,
    EmbeddedSlice Gzip,
    EmbeddedSlice Brotli,
    EmbeddedSlice Digest)
{
    public DateTimeOffset LastModified => DateTimeOffset.FromUnixTimeSeconds(ModifiedSeconds);
}
