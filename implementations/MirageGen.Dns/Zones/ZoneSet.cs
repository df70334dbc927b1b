using MirageGen.Dns.Zones;

namespace MirageGen.Dns;

/// <summary>The zones of a server, of which the one with the longest name answers. It never changes: another set takes its place.</summary>
public sealed class ZoneSet
{
    // Null where a zone is kept that has not come yet, or has expired.
    private readonly Zone?[] _zones;
    private readonly NameList _names = new();
    private readonly NameTable _table;
    private readonly int _longestName;

    /// <summary>Makes a set.</summary>
    /// <param name="zones">The zones, of different names.</param>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public ZoneSet(params IEnumerable<Zone> zones)
    {
        ArgumentNullException.ThrowIfNull(zones);
        Zones = [.. zones];
        _zones = [.. Zones];
        _table = new(_zones.Length);
        foreach (var zone in Zones)
        {
            if (_table.Find(zone.Origin.Octets, _names) >= 0)
            {
                throw new ArgumentException($"There are two zones {zone.Origin}; leave one out.", nameof(zones));
            }

            _table.Add(_names.Add(zone.Origin.Octets), _names);
            _longestName = Math.Max(_longestName, zone.Origin.Octets.Length);
        }
    }

    private ZoneSet(ZoneSet other, DomainName origin, Zone? zone)
    {
        _zones = [.. other._zones];
        _table = new(_zones.Length + 1);
        _longestName = Math.Max(other._longestName, origin.Octets.Length);
        for (var i = 0; i < _zones.Length; i++)
        {
            _table.Add(_names.Add(other._names[i]), _names);
        }

        var index = _table.Find(origin.Octets, _names);
        if (index < 0)
        {
            index = _names.Add(origin.Octets);
            _table.Add(index, _names);
            Array.Resize(ref _zones, index + 1);
        }

        _zones[index] = zone;
        Zones = OfThose(_zones);
    }

    private ZoneSet(ZoneSet other, int without)
    {
        _zones = [.. other._zones.AsSpan(0, without), .. other._zones.AsSpan(without + 1)];
        _table = new(_zones.Length);
        _longestName = other._longestName;
        for (var i = 0; i < other._zones.Length; i++)
        {
            if (i != without)
            {
                _table.Add(_names.Add(other._names[i]), _names);
            }
        }

        Zones = OfThose(_zones);
    }

    /// <summary>No zones.</summary>
    public static ZoneSet Empty { get; } = new();

    /// <summary>Tells this set from others, for who is not to keep it alive.</summary>
    internal object Identity { get; } = new();

    /// <summary>The zones that can be answered from.</summary>
    public IReadOnlyList<Zone> Zones { get; }

    /// <summary>The set with a zone in the place of the one with its name, or beside the others.</summary>
    public ZoneSet With(Zone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return new(this, zone.Origin, zone);
    }

    /// <summary>The set without a zone: questions about it are not for this server, or for a zone above.</summary>
    public ZoneSet Without(DomainName origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var index = _table.Find(origin.Octets, _names);
        return index < 0 ? this : new(this, index);
    }

    /// <summary>The set with a zone that there is nothing of: questions about it are answered with SERVFAIL.</summary>
    public ZoneSet WithUnavailable(DomainName origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return new(this, origin, null);
    }

    /// <summary>Finds the zone of a name.</summary>
    /// <param name="origin">Uncompressed wire form.</param>
    /// <returns>Null when there is none of just that name, or nothing of it.</returns>
    internal Zone? FindExact(ReadOnlySpan<byte> origin) => _table.Find(origin, _names) is >= 0 and var index ? _zones[index] : null;

    /// <summary>Finds the zone that a name belongs to.</summary>
    /// <param name="name">Uncompressed wire form.</param>
    /// <param name="isAboveCut">Whether the zone above is wanted where there are both, as for DS (RFC 4035 section 3.1.4.1).</param>
    /// <returns>Null when it belongs to none, or to one that there is nothing of: see <see cref="IsUnavailable"/>.</returns>
    internal Zone? Find(ReadOnlySpan<byte> name, bool isAboveCut) => IndexOf(name, isAboveCut) is >= 0 and var index ? _zones[index] : null;

    /// <summary>Whether a name belongs to a zone that there is nothing of.</summary>
    /// <inheritdoc cref="Find"/>
    internal bool IsUnavailable(ReadOnlySpan<byte> name, bool isAboveCut) =>
        IndexOf(name, isAboveCut) is >= 0 and var index && _zones[index] is null;

    private static Zone[] OfThose(Zone?[] zones) => [.. Array.FindAll(zones, there => there is not null)!];

    private int IndexOf(ReadOnlySpan<byte> name, bool isAboveCut)
    {
        var found = -1;
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
                found = index;
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
