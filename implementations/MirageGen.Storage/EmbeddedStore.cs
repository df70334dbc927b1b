namespace MirageGen.Storage;

/// <summary>
/// KV_RO over a directory that the build has packed into the program (<c>[Embed("htdocs")]</c>): values are read-only
/// memory of the image itself. Making one costs a look at a header, whatever the size; finding a key is a binary search
/// that allocates nothing; every task completes at once.
/// </summary>
/// <remarks>
/// The layout is documented in <c>EmbeddedLayout.cs</c>. An image that is damaged is answered with
/// <see cref="DeviceException"/>, never with memory outside it.
/// </remarks>
public sealed class EmbeddedStore : IKeyValueReader, IImmutableContent
{
    private readonly ReadOnlyMemory<byte> _image;

    /// <summary>Opens an image that is static data of the program; the composer's code calls this.</summary>
    /// <param name="image">
    /// Data that neither moves nor ends, as the build's <c>Content</c> properties return it. For octets that live in an
    /// array use <see cref="Over"/>.
    /// </param>
    /// <exception cref="DeviceException">It is no packed directory, or of another version of MirageGen.</exception>
    public EmbeddedStore(ReadOnlySpan<byte> image)
        : this(new ImageMemory(image).Memory)
    {
    }

    private EmbeddedStore(ReadOnlyMemory<byte> image)
    {
        EmbeddedView.Open(image.Span);
        _image = image;
    }

    /// <inheritdoc/>
    public IEnumerable<Key> Keys
    {
        get
        {
            for (var i = 0; i < EmbeddedView.Open(_image.Span).Count; i++)
            {
                var view = EmbeddedView.Open(_image.Span);
                if (view.Read(i).Kind == KeyKind.Value)
                {
                    yield return KeyOf(view, i);
                }
            }
        }
    }

    /// <summary>Opens an image in memory of any kind.</summary>
    /// <param name="image">Must not change as long as the store is used.</param>
    /// <exception cref="DeviceException">It is no packed directory, or of another version of MirageGen.</exception>
    public static EmbeddedStore Over(ReadOnlyMemory<byte> image) => new(image);

    /// <inheritdoc/>
    public bool TryGet(Key key, out ImmutableContent content)
    {
        if (!TryFind(key, out var entry) || entry.Kind != KeyKind.Value)
        {
            content = default;
            return false;
        }

        content = new(
            Slice(entry.Identity),
            Slice(entry.Gzip),
            Slice(entry.Brotli),
            Slice(entry.Digest),
            entry.LastModified);
        return true;
    }

    /// <inheritdoc/>
    public ValueTask<KeyInfo> FindAsync(Key key, CancellationToken cancellation = default) =>
        new(TryFind(key, out var entry)
            ? new KeyInfo(entry.Kind, entry.Kind == KeyKind.Value ? entry.Identity.Length : 0, entry.LastModified)
            : KeyInfo.None);

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(Key key, CancellationToken cancellation = default) =>
        new(TryFind(key, out var entry) && entry.Kind == KeyKind.Value ? Slice(entry.Identity) : default(ReadOnlyMemory<byte>?));

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Key key, long offset, Memory<byte> destination, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (!TryFind(key, out var entry) || entry.Kind != KeyKind.Value || offset >= entry.Identity.Length)
        {
            return new(0);
        }

        var rest = Slice(entry.Identity)[(int)offset..];
        var count = Math.Min(rest.Length, destination.Length);
        rest.Span[..count].CopyTo(destination.Span);
        return new(count);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeyEntry>> ListAsync(Key key, CancellationToken cancellation = default)
    {
        if (!TryFind(key, out var entry) || entry.Kind != KeyKind.Dictionary)
        {
            return new(Array.Empty<KeyEntry>());
        }

        var view = EmbeddedView.Open(_image.Span);
        var entries = new KeyEntry[entry.Identity.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            var child = view.ChildOf(entry, i);
            entries[i] = new(KeyOf(view, child), view.Read(child).Kind);
        }

        return new(entries);
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> DigestAsync(Key key, CancellationToken cancellation = default) =>
        new(TryFind(key, out var entry) ? Slice(entry.Digest) : default(ReadOnlyMemory<byte>?));

    private static Key KeyOf(in EmbeddedView view, int index) =>
        Key.TryParse(view.NameOf(index), out var key) ? key : throw EmbeddedView.Damaged();

    private bool TryFind(Key key, out EmbeddedEntry entry)
    {
        var view = EmbeddedView.Open(_image.Span);
        var index = view.Find(key.Path);
        entry = index < 0 ? default : view.Read(index);
        return index >= 0;
    }

    private ReadOnlyMemory<byte> Slice(EmbeddedSlice slice) => _image.Slice(slice.Offset, slice.Length);
}
