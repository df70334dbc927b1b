namespace MirageGen.Dns.Primary;

/// <summary>
/// What a zone is read from: its file and those that it includes, from the file's directory and below. A reader cannot wait, so
/// a file that it asks for is not there at first, is fetched then, and is there when the reader begins again.
/// </summary>
internal sealed class IncludedFiles(ZoneFile file)
{
    /// <summary>The most files that a zone is read from.</summary>
    private const int MostFiles = 1000;

    private readonly Dictionary<Key, ReadOnlyMemory<byte>?> _texts = [];

    // The zone's file is looked at even where it has not been read yet.
    private readonly Dictionary<Key, ReadOnlyMemory<byte>?> _digests = new() { [file.Key] = null };
    private readonly List<Key> _missing = [];

    /// <summary>Opens a file that the zone's file includes.</summary>
    /// <inheritdoc cref="ZoneFileOpener"/>
    public bool TryOpen(string name, out ReadOnlyMemory<byte> text)
    {
        text = default;
        if (!TryFindKey(name, out var key))
        {
            return false;
        }

        if (_texts.TryGetValue(key, out var content))
        {
            text = content ?? default;
            return content is not null;
        }

        if (_texts.Count + _missing.Count < MostFiles && !_missing.Contains(key))
        {
            _missing.Add(key);
        }

        return false;
    }

    /// <summary>Fetches a file, together with what tells whether it changes.</summary>
    /// <returns>Null when there is none.</returns>
    public async Task<ReadOnlyMemory<byte>?> FetchAsync(Key key, CancellationToken stop)
    {
        _digests[key] = await file.Store.DigestAsync(key, stop);
        var text = await file.Store.GetAsync(key, stop);
        _texts[key] = text;
        return text;
    }

    /// <summary>Fetches what was asked for in vain.</summary>
    /// <returns>False when there was nothing to fetch.</returns>
    public async Task<bool> FetchMissingAsync(CancellationToken stop)
    {
        var hasMissing = _missing.Count > 0;
        foreach (var key in _missing)
        {
            await FetchAsync(key, stop);
        }

        _missing.Clear();
        return hasMissing;
    }

    /// <summary>Takes up what the files look like by now, without reading them; the texts are let go of.</summary>
    /// <returns>Whether one is another than when it was last looked at.</returns>
    public async Task<bool> LookAgainAsync(CancellationToken stop)
    {
        _texts.Clear();
        var hasChanged = false;
        Key[] keys = [.. _digests.Keys];
        foreach (var key in keys)
        {
            var digest = await file.Store.DigestAsync(key, stop);
            hasChanged |= !IsSame(_digests[key], digest);
            _digests[key] = digest;
        }

        return hasChanged;
    }

    private static bool IsSame(ReadOnlyMemory<byte>? one, ReadOnlyMemory<byte>? other) =>
        one is null ? other is null : other is not null && one.Value.Span.SequenceEqual(other.Value.Span);

    /// <summary>A file is named from the directory of the zone's file on, and never outside of it.</summary>
    private bool TryFindKey(string name, out Key key)
    {
        key = default;
        var relative = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        return !relative.StartsWith('/')
            && Key.TryParse(relative, out var below)
            && !below.IsRoot
            && Key.TryParse($"{file.Key.Parent.Path}/{below.Path}", out key);
    }
}
