using System.Diagnostics.CodeAnalysis;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Transfer;

/// <summary>A zone as it is kept on a store: its records in their wire form.</summary>
internal static class StoredZone
{
    /// <summary>Writes a zone's records.</summary>
    public static ReadOnlyMemory<byte> Write(Zone zone)
    {
        var list = new RecordList();
        for (var records = new ZoneRecords(zone); records.MoveNext();)
        {
            list.Add(records.Current);
        }

        return list.Octets;
    }

    /// <summary>Reads a zone.</summary>
    /// <param name="origin">Its name.</param>
    /// <param name="octets">Its records.</param>
    /// <param name="zone">The zone.</param>
    /// <returns>False when they are not those of such a zone.</returns>
    public static bool TryRead(DomainName origin, ReadOnlySpan<byte> octets, [NotNullWhen(true)] out Zone? zone)
    {
        zone = null;
        if (!RecordList.TryRead(octets, out var list))
        {
            return false;
        }

        var builder = new ZoneBuilder(origin);
        var hasSoa = false;
        for (var at = 0; list.TryRead(ref at, out var record);)
        {
            if (!NameOctets.IsSubdomain(record.Owner, origin.Octets))
            {
                return false;
            }

            hasSoa |= record.Type == RecordType.Soa && NameOctets.Equals(record.Owner, origin.Octets);
            builder.Add(record);
        }

        zone = hasSoa ? builder.Build() : null;
        return hasSoa;
    }
}
