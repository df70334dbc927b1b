using MirageGen.Dns.Primary;

namespace MirageGen.Dns;

/// <summary>Where zones' files lie in a store: a file, or a directory of them.</summary>
/// <param name="Store">The store, with what the files include.</param>
/// <param name="Key">
/// A file's key, or that of a directory: each file right in it is a zone's, but those whose names begin with a dot or end in a
/// tilde. What zones include belongs into a directory below.
/// </param>
/// <remarks>
/// A file is of the zone that owns its SOA record, if that comes first; else of the one that <c>$ORIGIN</c> names before the
/// first record. What is relative there, as <c>@</c> is, belongs to the name of the file: <c>example.org</c>, with an ending
/// <c>.zone</c>, <c>.db</c> or <c>.txt</c> or without.
/// </remarks>
public sealed record ZonePlace(IKeyValueReader Store, Key Key)
{
    /// <summary>What messages call it.</summary>
    public string Name { get; init; } = Key.Path;

    /// <summary>Whether it is one file.</summary>
    internal async Task<bool> IsFileAsync(CancellationToken stop) => (await Store.FindAsync(Key, stop)).Kind == KeyKind.Value;

    /// <summary>It as a file.</summary>
    internal ZoneFile AsFile() => new(Store, Key, Name);

    /// <summary>Finds the files of a directory.</summary>
    /// <returns>In the order of their names, at least one.</returns>
    /// <exception cref="DeviceException">There is none, or the store fails.</exception>
    internal async Task<List<ZoneFile>> ListAsync(CancellationToken stop)
    {
        List<ZoneFile> found = [];
        foreach (var entry in await Store.ListAsync(Key, stop))
        {
            var name = entry.Key.Name;
            if (entry.Kind == KeyKind.Value && !name.StartsWith('.') && !name.EndsWith('~'))
            {
                found.Add(new(Store, entry.Key, Name.Length == 0 ? entry.Key.Path : $"{Name}/{name}"));
            }
        }

        return found.Count > 0 ? found : throw new DeviceException($"there is no zone file in the directory '{Name}'");
    }
}
