using System.Diagnostics.CodeAnalysis;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Transfer;

/// <summary>What became of a zone from one serial number to the next: a difference sequence of RFC 1995 section 4.</summary>
/// <param name="removed">What is no more: the old SOA record first.</param>
/// <param name="added">What has come: the new SOA record first.</param>
internal sealed class ZoneChange(RecordList removed, RecordList added)
{
    /// <summary>What is no more: the old SOA record first.</summary>
    public RecordList Removed => removed;

    /// <summary>What has come: the new SOA record first.</summary>
    public RecordList Added => added;

    /// <summary>The serial number before.</summary>
    public uint From { get; } = SerialOf(removed);

    /// <summary>The serial number behind.</summary>
    public uint To { get; } = SerialOf(added);

    /// <summary>The octets that it takes.</summary>
    public long Octets => (long)removed.Octets.Length + added.Octets.Length;

    /// <summary>Finds what changed between two states of a zone.</summary>
    public static ZoneChange Between(Zone before, Zone behind)
    {
        var removed = new RecordList();
        var added = new RecordList();
        removed.Add(before.Soa);
        added.Add(behind.Soa);
        var (i, j) = (0, 0);
        while (i < before.NameCount || j < behind.NameCount)
        {
            var order = i == before.NameCount ? 1
                : j == behind.NameCount ? -1
                : NameOctets.Compare(before.NameOf(i), behind.NameOf(j));
            var isSame = order == 0 && HasSameSets(before, i, behind, j);
            if (!isSame)
            {
                CompareName(order <= 0 ? new(before, i) : null, order >= 0 ? new(behind, j) : null, removed, added);
            }

            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return new(removed, added);
    }

    /// <summary>Makes a change of records that were kept.</summary>
    /// <returns>False when they do not begin with SOA records.</returns>
    public static bool TryMake(RecordList removed, RecordList added, [NotNullWhen(true)] out ZoneChange? change)
    {
        change = BeginsWithSoa(removed) && BeginsWithSoa(added) ? new(removed, added) : null;
        return change is not null;
    }

    private static bool BeginsWithSoa(RecordList records)
    {
        var at = 0;
        return records.TryRead(ref at, out var first) && first.Type == RecordType.Soa;
    }

    private static uint SerialOf(RecordList records)
    {
        var at = 0;
        return records.TryRead(ref at, out var soa) && soa.Type == RecordType.Soa
            ? SerialNumber.Read(soa.Data)
            : throw new ArgumentException("A change begins with SOA records.", nameof(records));
    }

    private static bool HasSameSets(Zone one, int name, Zone other, int otherName)
    {
        var (set, end) = one.SetsOf(name);
        var (otherSet, otherEnd) = other.SetsOf(otherName);
        if (end - set != otherEnd - otherSet)
        {
            return false;
        }

        for (; set < end; set++, otherSet++)
        {
            if (!one.BlockOf(set).Octets.SequenceEqual(other.BlockOf(otherSet).Octets))
            {
                return false;
            }
        }

        return true;
    }

    private static void CompareName(ZoneRecords? before, ZoneRecords? behind, RecordList removed, RecordList added)
    {
        var old = new RecordIndex();
        while (before is not null && before.MoveNext())
        {
            if (before.Current.Type != RecordType.Soa)
            {
                old.Add(before.Current);
            }
        }

        while (behind is not null && behind.MoveNext())
        {
            var record = behind.Current;
            if (record.Type == RecordType.Soa)
            {
                continue;
            }

            var wasThere = old.TryTake(record, out var ttl);
            if (wasThere && ttl != record.Ttl)
            {
                removed.Add(new(record.Owner, record.Type, record.Class, ttl, record.Data, null, 0));
            }

            if (!wasThere || ttl != record.Ttl)
            {
                added.Add(record);
            }
        }

        var next = 0;
        while (old.TryRead(ref next, out var record))
        {
            removed.Add(record);
        }
    }
}
