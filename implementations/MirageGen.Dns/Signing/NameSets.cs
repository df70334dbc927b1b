using System.Buffers.Binary;
using MirageGen.Dns.Resolver;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Signing;

/// <summary>The sets of a name in a zone, each with its signatures.</summary>
internal static class NameSets
{
    /// <summary>Reads them.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="name">The name's number.</param>
    public static List<RecordSet> Read(Zone zone, int name)
    {
        List<RecordSet> sets = [];
        var owner = DomainName.FromSound(zone.NameOf(name));
        for (var records = new ZoneRecords(zone, name); records.MoveNext();)
        {
            var record = records.Current;
            if (record.Type == RecordType.Rrsig)
            {
                // They stand behind the set that they cover.
                var covered = (RecordType)BinaryPrimitives.ReadUInt16BigEndian(record.Data);
                sets.Find(set => set.Type == covered)?.Signatures.Add(record.Data.ToArray());
                continue;
            }

            if (sets.Count == 0 || sets[^1].Type != record.Type)
            {
                sets.Add(new(owner, record.Type) { Ttl = record.Ttl });
            }

            sets[^1].Data.Add(record.Data.ToArray());
        }

        return sets;
    }

    /// <summary>Whether two sets of a name say the same, octet by octet, for as long.</summary>
    public static bool AreSame(RecordSet one, RecordSet other)
    {
        if (one.Type != other.Type || one.Ttl != other.Ttl || one.Data.Count != other.Data.Count)
        {
            return false;
        }

        for (var i = 0; i < one.Data.Count; i++)
        {
            if (!one.Data[i].AsSpan().SequenceEqual(other.Data[i]))
            {
                return false;
            }
        }

        return true;
    }
}
