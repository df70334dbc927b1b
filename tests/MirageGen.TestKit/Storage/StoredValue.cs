namespace MirageGen.TestKit;

/// <summary>A value of a <see cref="MemoryStore"/>.</summary>
/// <param name="Octets">The store's own copy.</param>
/// <param name="LastModified">When it was set.</param>
internal sealed record StoredValue(ReadOnlyMemory<byte> Octets, DateTimeOffset LastModified);
