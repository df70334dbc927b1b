// What MirageGen.Storage looks like to the composer.
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace MirageGen.Storage;

public sealed class EmbeddedStore : IKeyValueReader
{
    public EmbeddedStore(ReadOnlySpan<byte> image) => Length = image.Length;

    public int Length { get; }

    public ValueTask<KeyInfo> FindAsync(Key key, CancellationToken cancellation = default) => default;

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(Key key, CancellationToken cancellation = default) => default;

    public ValueTask<int> ReadAsync(Key key, long offset, Memory<byte> destination, CancellationToken cancellation = default) => default;

    public ValueTask<IReadOnlyList<KeyEntry>> ListAsync(Key key, CancellationToken cancellation = default) => new([]);

    public ValueTask<ReadOnlyMemory<byte>?> DigestAsync(Key key, CancellationToken cancellation = default) => default;
}
