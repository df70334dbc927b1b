namespace MirageGen.Dns;

/// <summary>A zone's file in a store.</summary>
/// <param name="Store">Where it lies, and what it includes beside it or below.</param>
/// <param name="Key">Its key.</param>
/// <remarks>
/// It is of the zone that owns its SOA record, if that comes first; else of the one that <c>$ORIGIN</c> names before the first
/// record. What is relative there, as <c>@</c> is, belongs to the name of the file: <c>example.org</c>, with an ending
/// <c>.zone</c>, <c>.db</c> or <c>.txt</c> or without.
/// </remarks>
public sealed record ZoneFile(IKeyValueReader Store, Key Key)
{
    /// <summary>What messages call it.</summary>
    public string Name { get; init; } = Key.Path;

    /// <summary>Finds the files of a place.</summary>
    /// <param name="store">The store.</param>
    /// <param name="key">
    /// A file's key, or that of a directory: each file right in it is a zone's, but those whose names begin with a dot or end in
    /// a tilde. What zones include belongs into a directory below.
    /// </param>
    /// <param name="stop">Gives up.</param>
    /// <returns>In the order of their names; empty when there is none.</returns>
    public static async Task<IReadOnlyList<ZoneFile>> FindAsync(IKeyValueReader store, Key key, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var info = await store.FindAsync(key, stop);
        if (info.Kind == KeyKind.Value)
        {
            return [new(store, key)];
        }

        List<ZoneFile> found = [];
        foreach (var entry in await store.ListAsync(key, stop))
        {
            if (entry.Kind == KeyKind.Value && !entry.Key.Name.StartsWith('.') && !entry.Key.Name.EndsWith('~'))
            {
                found.Add(new(store, entry.Key));
            }
        }

        return found;
    }
}
