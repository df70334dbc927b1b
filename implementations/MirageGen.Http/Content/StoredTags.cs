namespace MirageGen.Http;

/// <summary>
/// Entity tags of stored files, of their digests. A store may have to read all of a file to find its digest, so the tags of
/// the files asked for are kept while size and time stay what they were; a bounded number of them.
/// </summary>
internal sealed class StoredTags(IKeyValueReader store)
{
    private const int Most = 1024;

    private readonly Dictionary<Key, Kept> _kept = [];

    /// <summary>The tag of a file; empty when the store has no digest of it.</summary>
    public async ValueTask<string> GetAsync(Key key, KeyInfo info, CancellationToken cancellation)
    {
        if (_kept.TryGetValue(key, out var kept) && kept.Info == info)
        {
            return kept.Tag;
        }

        var digest = await store.DigestAsync(key, cancellation);
        var tag = digest is { IsEmpty: false } known ? FileRepresentation.TagOf(known.Span, ContentCoding.Identity) : string.Empty;
        if (_kept.Count >= Most)
        {
            _kept.Clear();
        }

        _kept[key] = new(info, tag);
        return tag;
    }

    private sealed class Kept(KeyInfo info, string tag)
    {
        public KeyInfo Info => info;

        public string Tag => tag;
    }
}
