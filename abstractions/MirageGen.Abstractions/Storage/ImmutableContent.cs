namespace MirageGen;

/// <summary>A value that never changes, in read-only memory of the image.</summary>
/// <param name="Identity">The value as it is.</param>
/// <param name="Gzip">Compressed with gzip (RFC 1952); empty when that would not be smaller.</param>
/// <param name="Brotli">Compressed with Brotli (RFC 7932); empty when that would not be smaller.</param>
/// <param name="Digest">SHA-256 of the value, 32 octets.</param>
/// <param name="LastModified">When the build found it last changed, in UTC.</param>
public readonly record struct ImmutableContent(
    ReadOnlyMemory<byte> Identity,
    ReadOnlyMemory<byte> Gzip,
    ReadOnlyMemory<byte> Brotli,
    ReadOnlyMemory<byte> Digest,
    DateTimeOffset LastModified);
