using MirageGen.Dns.Wire;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Update;

/// <summary>What shall become of a zone (RFC 2136 section 3.4).</summary>
internal static class UpdateSection
{
    /// <summary>Judges one record of it before anything is changed (RFC 2136 section 3.4.1).</summary>
    public static ResponseCode Judge(scoped in RecordView record)
    {
        var isMeta = record.Type is RecordType.None or RecordType.Opt or (>= (RecordType)128 and <= RecordType.Any);
        var isSound = record.Class switch
        {
            RecordClass.Internet => !isMeta && record.Ttl <= NumberText.MaxTtl,
            RecordClass.Any => (!isMeta || record.Type == RecordType.Any) && record.Ttl == 0 && record.DataLength == 0,
            RecordClass.None => !isMeta && record.Ttl == 0,
            _ => false,
        };
        return isSound ? ResponseCode.NoError : ResponseCode.FormatError;
    }

    /// <summary>Does what one record says (RFC 2136 section 3.4.2).</summary>
    /// <param name="edit">The zone.</param>
    /// <param name="record">The record, judged.</param>
    /// <param name="data">Its data, sound.</param>
    public static void Apply(ZoneEdit edit, scoped in RecordView record, ReadOnlySpan<byte> data)
    {
        var name = record.Owner.ToDomainName();
        var isApex = name == edit.Zone.Origin;
        var records = edit.RecordsOf(name);
        switch (record.Class)
        {
            case RecordClass.Internet:
                Add(edit, records, isApex, new(record.Type, record.Ttl, data.ToArray()));
                break;
            case RecordClass.Any:
                var type = record.Type;
                records.RemoveAll(own => (type == RecordType.Any || own.Type == type) && !(isApex && own.Type is RecordType.Soa or RecordType.NS));
                break;
            default:
                Remove(records, isApex, record.Type, data);
                break;
        }
    }

    private static void Remove(List<EditedRecord> records, bool isApex, RecordType type, ReadOnlySpan<byte> data)
    {
        // A zone keeps its SOA record, and one NS record at least.
        if (isApex && (type == RecordType.Soa || (type == RecordType.NS && records.FindAll(own => own.Type == RecordType.NS).Count == 1)))
        {
            return;
        }

        for (var i = 0; i < records.Count; i++)
        {
            if (records[i].Says(type, data))
            {
                records.RemoveAt(i);
                return;
            }
        }
    }

    private static void Add(ZoneEdit edit, List<EditedRecord> records, bool isApex, EditedRecord added)
    {
        var type = added.Type;
        if (type == RecordType.Soa && (!isApex || !SerialNumber.IsNewer(SerialNumber.Read(added.Data), edit.Zone.Serial)))
        {
            return;
        }

        // An alias stands alone, but for what DNSSEC adds: whoever comes second is left out without a word.
        if (records.Exists(own => (own.Type == RecordType.Cname) != (type == RecordType.Cname) && !IsBesideAlias(own.Type)) && !IsBesideAlias(type))
        {
            return;
        }

        if (type is RecordType.Soa or RecordType.Cname or RecordType.Dname)
        {
            records.RemoveAll(own => own.Type == type);
        }

        records.RemoveAll(own => own.Says(type, added.Data));
        for (var i = 0; i < records.Count; i++)
        {
            // A set has one time to live: the newest (RFC 2181 section 5.2).
            if (records[i].Type == type && type != RecordType.Rrsig)
            {
                records[i] = records[i] with { Ttl = added.Ttl };
            }
        }

        records.Add(added);
    }

    private static bool IsBesideAlias(RecordType type) => type is RecordType.Rrsig or RecordType.Nsec;
}
