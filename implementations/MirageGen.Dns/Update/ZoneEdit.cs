using MirageGen.Dns.Transfer;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Update;

/// <summary>A zone that is being changed: the names that were touched, as they would be, above the zone as it is.</summary>
internal sealed class ZoneEdit(Zone zone)
{
    private readonly Dictionary<DomainName, List<EditedRecord>> _names = [];

    /// <summary>The zone as it is.</summary>
    public Zone Zone => zone;

    /// <summary>The records of a name, to be changed.</summary>
    public List<EditedRecord> RecordsOf(DomainName name)
    {
        if (!_names.TryGetValue(name, out var records))
        {
            _names.Add(name, records = []);
            if (zone.Find(name.Octets) is >= 0 and var node)
            {
                for (var own = new ZoneRecords(zone, node); own.MoveNext();)
                {
                    records.Add(new(own.Current.Type, own.Current.Ttl, own.Current.Data.ToArray()));
                }
            }
        }

        return records;
    }

    /// <summary>What has changed, with a new serial number when the change has not got one itself.</summary>
    /// <returns>Null when nothing has.</returns>
    public ZoneChange? ToChange()
    {
        var removed = new RecordList();
        var added = new RecordList();
        var apex = RecordsOf(zone.Origin);
        var at = apex.FindIndex(record => record.Type == RecordType.Soa);
        var soa = apex[at];
        removed.Add(zone.Soa);
        added.Add(Record(zone.Origin, soa));
        foreach (var (name, records) in _names)
        {
            Compare(name, records, removed, added);
        }

        if (SerialNumber.Read(soa.Data) != zone.Serial)
        {
            return new(removed, added);
        }

        if (removed.Count + added.Count == 2)
        {
            return null;
        }

        SerialNumber.Write(soa.Data, SerialNumber.After(zone.Serial));
        apex[at] = soa;
        return ToChange();
    }

    private static ZoneFileRecord Record(DomainName name, EditedRecord record) =>
        new(name.Octets, record.Type, RecordClass.Internet, record.Ttl, record.Data, null, 0);

    private void Compare(DomainName name, List<EditedRecord> records, RecordList removed, RecordList added)
    {
        var index = new RecordIndex();
        for (var own = zone.Find(name.Octets) is >= 0 and var node ? new ZoneRecords(zone, node) : null; own is not null && own.MoveNext();)
        {
            if (own.Current.Type != RecordType.Soa)
            {
                index.Add(own.Current);
            }
        }

        foreach (var record in records)
        {
            if (record.Type == RecordType.Soa)
            {
                continue;
            }

            var wasThere = index.TryTake(Record(name, record), out var ttl);
            if (wasThere && ttl != record.Ttl)
            {
                removed.Add(Record(name, record with { Ttl = ttl }));
            }

            if (!wasThere || ttl != record.Ttl)
            {
                added.Add(Record(name, record));
            }
        }

        for (var next = 0; index.TryRead(ref next, out var record);)
        {
            removed.Add(record);
        }
    }
}
