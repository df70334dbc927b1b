using System.Security.Cryptography;

namespace MirageGen.Benchmarks;

/// <summary>Embedded files of given sizes.</summary>
internal sealed class BenchmarkFiles : IKeyValueReader, IImmutableContent
{
    private readonly Dictionary<Key, ImmutableContent> _files = [];

    public BenchmarkFiles(params ReadOnlySpan<(string Name, int Bytes)> files)
    {
        foreach (var (name, bytes) in files)
        {
            var octets = new byte[bytes];
            _files[name] = new(octets, default, default, SHA256.HashData(octets), DateTimeOffset.UnixEpoch);
        }
    }

    public IEnumerable<Key> Keys => _files.Keys;

    public bool TryGet(Key key, out ImmutableContent content) => _files.TryGetValue(key, out content);

    public ValueTask<KeyInfo> FindAsync(Key key, CancellationToken cancellation = default) =>
        new(_files.TryGetValue(key, out var file) ? new(KeyKind.Value, file.Identity.Length, file.LastModified) : KeyInfo.None);

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(Key key, CancellationToken cancellation = default) =>
        new(_files.TryGetValue(key, out var file) ? file.Identity : null);

    public ValueTask<int> ReadAsync(Key key, long offset, Memory<byte> destination, CancellationToken cancellation = default)
    {
        if (!_files.TryGetValue(key, out var file) || offset >= file.Identity.Length)
        {
            return new(0);
        }

        var rest = file.Identity[(int)offset..];
        var length = Math.Min(rest.Length, destination.Length);
        rest[..length].CopyTo(destination);
        return new(length);
    }

    public ValueTask<IReadOnlyList<KeyEntry>> ListAsync(Key key, CancellationToken cancellation = default) =>
        new([.. _files.Keys.Select(static file => new KeyEntry(file, KeyKind.Value))]);

    public ValueTask<ReadOnlyMemory<byte>?> DigestAsync(Key key, CancellationToken cancellation = default) =>
        new(_files.TryGetValue(key, out var file) ? file.Digest : null);
}
