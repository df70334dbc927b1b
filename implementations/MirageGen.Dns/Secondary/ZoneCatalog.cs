using System.Diagnostics.CodeAnalysis;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Secondary;

/// <summary>The zones that a catalog zone lists (RFC 9432). Properties that are not known are passed over, as section 4.3 has it.</summary>
internal sealed class ZoneCatalog
{
    private readonly Dictionary<DomainName, CatalogMember> _members = [];

    private ZoneCatalog()
    {
    }

    /// <summary>The zones that it lists, and how.</summary>
    public IReadOnlyDictionary<DomainName, CatalogMember> Members => _members;

    /// <summary>Reads a catalog.</summary>
    /// <param name="zone">The catalog zone.</param>
    /// <param name="catalog">What it lists.</param>
    /// <param name="problem">Why nothing of it is to be followed (section 5.1).</param>
    /// <returns>False when it is broken.</returns>
    public static bool TryRead(Zone zone, [NotNullWhen(true)] out ZoneCatalog? catalog, [NotNullWhen(false)] out string? problem)
    {
        var reading = new ZoneCatalog();
        problem = reading.Read(zone);
        catalog = problem is null ? reading : null;
        return problem is null;
    }

    private static bool IsOfVersion2(Zone zone)
    {
        var name = Find(zone, "version", zone.Origin);
        return name >= 0 && TryReadOnly(zone, name, RecordType.Txt, out var data) && data.AsSpan().SequenceEqual("\u00012"u8);
    }

    private static bool TryReadNextCatalog(Zone zone, DomainName node, out DomainName? next)
    {
        next = null;
        var name = Find(zone, "coo", node);
        if (name < 0 || zone.FindSet(name, RecordType.Ptr) < 0)
        {
            return true;
        }

        var isOnly = TryReadOnly(zone, name, RecordType.Ptr, out var data);
        next = isOnly ? DomainName.FromSound(data) : null;
        return isOnly;
    }

    /// <summary>Finds the name of one label more than another; -1 when the zone has not got it.</summary>
    private static int Find(Zone zone, string label, DomainName above) =>
        DomainName.Parse(label).TryAppend(above, out var name) ? zone.Find(name.Octets) : -1;

    /// <summary>Reads the data of the only record of a type that a name has.</summary>
    private static bool TryReadOnly(Zone zone, int name, RecordType type, out byte[] data)
    {
        data = [];
        var count = 0;
        var records = new ZoneRecords(zone, name);
        while (records.MoveNext())
        {
            if (records.Current.Type == type)
            {
                data = records.Current.Data.ToArray();
                count++;
            }
        }

        return count == 1;
    }

    private string? Read(Zone zone)
    {
        if (!IsOfVersion2(zone))
        {
            return "it is of no version 2: it needs one record, version TXT \"2\"";
        }

        var list = Find(zone, "zones", zone.Origin);
        for (var name = 1; list >= 0 && name < zone.NameCount; name++)
        {
            if (zone.ParentOf(name) == list && TakeMember(zone, name) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private string? TakeMember(Zone zone, int name)
    {
        if (zone.FindSet(name, RecordType.Ptr) < 0)
        {
            return null;
        }

        var node = DomainName.FromSound(zone.NameOf(name)).ToCanonical();
        if (!TryReadOnly(zone, name, RecordType.Ptr, out var data))
        {
            return $"{node} has more than one PTR record";
        }

        var member = DomainName.FromSound(data);
        if (!TryReadNextCatalog(zone, node, out var next))
        {
            return $"coo.{node} has more than one PTR record";
        }

        return _members.TryAdd(member, new(DomainName.FromSound([.. node.Octets[..(1 + node.Octets[0])], 0]), next)) ? null : $"{member} is listed twice";
    }
}
