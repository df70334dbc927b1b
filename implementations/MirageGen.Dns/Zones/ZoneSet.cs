using MirageGen.Dns.Zones;

namespace MirageGen.Dns;

/// <summary>The zones of a server, of which the one with the longest name answers. It never changes: another set takes its place.</summary>
public sealed class ZoneSet
{
    private readonly Zone[] _zones;
    private readonly NameList _names = new();
    private readonly NameTable _table;
    private readonly int _longestName;

    /// <summary>Makes a set.</summary>
    /// <param name="zones">The zones, of different names.</param>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public ZoneSet(params IEnumerable<Zone> zones)
    {
        ArgumentNullException.ThrowIfNull(zones);
        _zones = [.. zones];
        _table = new(_zones.Length);
        foreach (var zone in _zones)
        {
            if (_table.Find(zone.Origin.Octets, _names) >= 0)
            {
                throw new ArgumentException($"There are two zones {zone.Origin}; leave one out.", nameof(zones));
            }

            _table.Add(_names.Add(zone.Origin.Octets), _names);
            _longestName = Math.Max(_longestName, zone.Origin.Octets.Length);
        }
    }

    /// <summary>No zones.</summary>
    public static ZoneSet Empty { get; } = new();

    /// <summary>The zones.</summary>
    public IReadOnlyList<Zone> Zones => _zones;

    /// <summary>Finds the zone of a name.</summary>
    /// <param name="origin">Uncompressed wire form.</param>
    /// <returns>Null when there is none of just that name.</returns>
    internal Zone? FindExact(ReadOnlySpan<byte> origin) => _table.Find(origin, _names) is >= 0 and var index ? _zones[index] : null;

    /// <summary>Finds the zone that a name belongs to.</summary>
    /// <param name="name">Uncompressed wire form.</param>
    /// <param name="isAboveCut">Whether the zone above is wanted where there are both, as for DS (RFC 4035 section 3.1.4.1).</param>
    /// <returns>Null when it belongs to none.</returns>
    internal Zone? Find(ReadOnlySpan<byte> name, bool isAboveCut)
    {
        Zone? found = null;
        var at = 0;
        while (name.Length - at > _longestName && name[at] != 0)
        {
            at += 1 + name[at];
        }

        for (; ; at += 1 + name[at])
        {
            var index = _table.Find(name[at..], _names);
            if (index >= 0)
            {
                found = _zones[index];
                if (!isAboveCut || at > 0)
                {
                    return found;
                }
            }

            if (name[at] == 0)
            {
                return found;
            }
        }
    }
}
