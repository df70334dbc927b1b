using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace MirageGen.Http.Tests.Content;

/// <summary>Embedded content as the build would make it, for tests.</summary>
internal sealed class ImmutableStore : IKeyValueReader, IImmutableContent
{
    private readonly SortedDictionary<Key, ImmutableContent> _content = [];

    public static DateTimeOffset LastModified { get; } = new(2025, 6, 1, 12, 30, 15, 500, TimeSpan.Zero);

    public IEnumerable<Key> Keys => _content.Keys;

    public ImmutableStore With(string key, string text, bool isCompressed = false) => With(key, Encoding.UTF8.GetBytes(text), isCompressed);

    public ImmutableStore With(string key, byte[] octets, bool isCompressed = false)
    {
        _content[key] = new(
            octets,
            isCompressed ? Compress(octets, static stream => new GZipStream(stream, CompressionLevel.Optimal)) : default,
            isCompressed ? Compress(octets, static stream => new BrotliStream(stream, CompressionLevel.Optimal)) : default,
            SHA256.HashData(octets),
            LastModified);
        return this;
    }

    public bool TryGet(Key key, [NotNullWhen(true)] out ImmutableContent content) => _content.TryGetValue(key, out content);

    public ValueTask<KeyInfo> FindAsync(Key key, CancellationToken cancellation = default) => throw Unexpected();

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(Key key, CancellationToken cancellation = default) => throw Unexpected();

    public ValueTask<int> ReadAsync(Key key, long offset, Memory<byte> destination, CancellationToken cancellation = default) => throw Unexpected();

    public ValueTask<IReadOnlyList<KeyEntry>> ListAsync(Key key, CancellationToken cancellation = default) => throw Unexpected();

    public ValueTask<ReadOnlyMemory<byte>?> DigestAsync(Key key, CancellationToken cancellation = default) => throw Unexpected();

    private static byte[] Compress(byte[] octets, Func<Stream, Stream> open)
    {
        using var compressed = new MemoryStream();
        using (var stream = open(compressed))
        {
            stream.Write(octets);
        }

        return compressed.ToArray();
    }

    private static InvalidOperationException Unexpected() => new("Embedded content is not asked like a slow store.");
}
