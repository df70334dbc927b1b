using System.Collections.Immutable;

namespace MirageGen.TestKit;

/// <summary>The content of a <see cref="MemoryStore"/> at one moment, with the writes that lead to the next.</summary>
internal sealed class StoreContent
{
    private readonly ImmutableSortedDictionary<Key, StoredValue> _values;

    private StoreContent(ImmutableSortedDictionary<Key, StoredValue> values) => _values = values;

    public static StoreContent Empty { get; } = new(ImmutableSortedDictionary<Key, StoredValue>.Empty);

    public IEnumerable<KeyValuePair<Key, StoredValue>> Values => _values;

    public long Octets => _values.Values.Sum(value => (long)value.Octets.Length);

    public bool TryGet(Key key, out StoredValue value) => _values.TryGetValue(key, out value!);

    public KeyKind KindOf(Key key) =>
        _values.ContainsKey(key) ? KeyKind.Value
        : key.IsRoot || Below(key).Any() ? KeyKind.Dictionary
        : KeyKind.None;

    /// <summary>Everything strictly below a key, in ordinal order.</summary>
    public IEnumerable<KeyValuePair<Key, StoredValue>> Below(Key key) =>
        _values.Where(pair => pair.Key != key && pair.Key.IsWithin(key));

    public IReadOnlyList<KeyEntry> List(Key key)
    {
        var entries = new SortedDictionary<Key, KeyKind>();
        foreach (var (below, _) in Below(key))
        {
            var child = below;
            while (child.Parent != key)
            {
                child = child.Parent;
            }

            entries[child] = child == below ? KeyKind.Value : KeyKind.Dictionary;
        }

        return [.. entries.Select(entry => new KeyEntry(entry.Key, entry.Value))];
    }

    /// <exception cref="DeviceException">The key or one above it is of the other kind.</exception>
    public StoreContent Set(Key key, StoredValue value)
    {
        if (key.IsRoot || KindOf(key) == KeyKind.Dictionary)
        {
            throw new DeviceException($"cannot set '{key}': it is a dictionary");
        }

        for (var above = key.Parent; !above.IsRoot; above = above.Parent)
        {
            if (_values.ContainsKey(above))
            {
                throw new DeviceException($"cannot set '{key}': '{above}' is a value");
            }
        }

        return new(_values.SetItem(key, value));
    }

    public StoreContent Remove(Key key) =>
        new(_values.RemoveRange(_values.Keys.Where(other => other.IsWithin(key)).ToArray()));

    /// <exception cref="DeviceException">There is nothing to move, or no place to move it to.</exception>
    public StoreContent Rename(Key from, Key to)
    {
        var kind = KindOf(from);
        if (from.IsRoot || kind == KeyKind.None)
        {
            throw new DeviceException($"cannot rename '{from}': there is nothing under that key");
        }

        if (from == to)
        {
            return this;
        }

        if (to.IsWithin(from))
        {
            throw new DeviceException($"cannot rename '{from}' to '{to}', which lies within it");
        }

        if (KindOf(to) == KeyKind.Dictionary)
        {
            throw new DeviceException($"cannot rename '{from}' to '{to}', which is a dictionary");
        }

        var moved = Remove(from).Remove(to);
        foreach (var (key, value) in _values.Where(pair => pair.Key.IsWithin(from)))
        {
            moved = moved.Set(Key.Parse(to.Path + key.Path[from.Path.Length..]), value);
        }

        return moved;
    }
}
