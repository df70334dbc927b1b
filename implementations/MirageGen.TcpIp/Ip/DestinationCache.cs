namespace MirageGen.TcpIp;

/// <summary>
/// Which way each recent destination is reached, so that a packet costs one comparison or two. Direct-mapped: as many
/// entries as it has, and a new destination takes the place of the one it collides with. What cannot be read from the
/// address alone (groups, link-local addresses without a zone) is found anew each time.
/// </summary>
internal sealed class DestinationCache(IpTables tables, PathMtuCache pathMtus, uint secret)
{
    private const int Entries = 512;

    private readonly Destination?[] _entries = new Destination?[Entries];
    private readonly Destination _uncached = new();
    private Destination _last = new() { Generation = -1 };

    /// <summary>How a destination is reached now.</summary>
    /// <param name="address">The destination.</param>
    /// <param name="source">The address packets are to be from; none when it is to be chosen.</param>
    public Destination Find(IpAddress address, IpAddress source)
    {
        if (_last.Address == address && _last.Generation == tables.Generation)
        {
            return _last;
        }

        return FindSlowly(address, source);
    }

    /// <summary>Whether a destination is known, so that something may have been sent to it.</summary>
    public bool Knows(IpAddress address) =>
        _entries[IndexOf(address)] is { } entry && entry.Address == address && entry.Kind == DestinationKind.Neighbour;

    private Destination FindSlowly(IpAddress address, IpAddress source)
    {
        if (IpTables.DependsOnSource(address))
        {
            tables.Resolve(_uncached, address, source);
            return _uncached;
        }

        var entry = _entries[IndexOf(address)] ??= new() { Generation = -1 };
        if (entry.Generation != tables.Generation || entry.Address != address)
        {
            tables.Resolve(entry, address, IpAddress.None);
            pathMtus.Apply(entry);
        }

        return _last = entry;
    }

    private int IndexOf(IpAddress address) => (int)(((AddressComparer.Hash(address) ^ secret) * 0x9E37_79B1u) >> 23);
}
