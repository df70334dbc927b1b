using System.Buffers;
using System.Buffers.Binary;

namespace MirageGen.Dns.Zones;

/// <summary>Makes a zone of its gathered records: names in order, records by name and type, each set as it will be sent.</summary>
internal sealed class ZoneCompiler(DomainName origin, NameList gathered, List<StagedRecord> records, ReadOnlyMemory<byte> data)
{
    private readonly NameList _names = new();
    private readonly List<SetEntry> _sets = [];
    private readonly ArrayBufferWriter<byte> _octets = new();
    private readonly NameEntry[] _entries = new NameEntry[gathered.Count + 1];
    private readonly int[] _above = new int[NameOctets.MaxLabels + 1];
    private StagedRecord[] _sorted = [];
    private int _next;

    /// <summary>Makes it.</summary>
    public Zone Compile()
    {
        var order = NameOrder.Of(gathered);
        _sorted = RecordOrder.Of(records, order, data);
        for (var i = 0; i < order.Length; i++)
        {
            _names.Add(gathered[order[i]]);
            CompileName(i, order[i]);
        }

        _entries[^1].FirstSet = _sets.Count;
        _sets.Add(new() { RecordsAt = _octets.WrittenCount });
        _names.Trim();
        var table = new NameTable(_names.Count);
        for (var i = 0; i < _names.Count; i++)
        {
            if ((_entries[i].Flags & NameFlags.IsHashed) == 0)
            {
                table.Add(i, _names);
            }
        }

        return new(origin, _names, table, _entries, [.. _sets], _octets.WrittenSpan.ToArray());
    }

    private void CompileName(int index, int gatheredAs)
    {
        ref var entry = ref _entries[index];
        entry.FirstSet = _sets.Count;
        while (_next < _sorted.Length && _sorted[_next].Name == gatheredAs)
        {
            CompileSet(_names[index], entry.FirstSet);
        }

        PlaceBelow(index);
        foreach (var set in _sets[entry.FirstSet..])
        {
            // NS records of a wildcard delegate nothing (RFC 4592 section 4.2).
            entry.Flags |= set.Type switch
            {
                RecordType.NS when index > 0 && (entry.Flags & NameFlags.IsWildcard) == 0 => NameFlags.IsDelegation,
                RecordType.Dname => NameFlags.HasDname,
                RecordType.Nsec => NameFlags.HasNsec,
                RecordType.Nsec3 when IsAlone(entry.FirstSet) => NameFlags.IsHashed,
                _ => NameFlags.None,
            };
        }
    }

    private bool IsAlone(int firstSet) => _sets[^1].Type == RecordType.Rrsig ? _sets.Count == firstSet + 2 : _sets.Count == firstSet + 1;

    private void PlaceBelow(int index)
    {
        ref var entry = ref _entries[index];
        NameOctets.Measure(_names[index], out _, out var labels);
        _above[labels] = index;
        entry.Parent = index == 0 ? -1 : _above[labels - 1];
        if (index == 0)
        {
            return;
        }

        ref var parent = ref _entries[entry.Parent];
        if ((parent.Flags & (NameFlags.IsDelegation | NameFlags.IsBelowCut | NameFlags.HasDname)) != 0)
        {
            entry.Flags |= NameFlags.IsBelowCut;
        }

        if (_names[index].StartsWith("\u0001*"u8))
        {
            entry.Flags |= NameFlags.IsWildcard;
            parent.Flags |= NameFlags.HasWildcard;
        }
    }

    /// <summary>Compiles the records of one name and type; a set has one time to live, the least (RFC 2181 section 5.2).</summary>
    private void CompileSet(ReadOnlySpan<byte> owner, int firstSet)
    {
        var first = _sorted[_next];
        var end = _next;
        var ttl = first.Ttl;
        for (; end < _sorted.Length && IsSameSet(_sorted[end], first); end++)
        {
            ttl = Math.Min(ttl, _sorted[end].Ttl);
        }

        if (first.Type == RecordType.Rrsig && (_sets.Count == firstSet || _sets[^1].Type != first.Covered))
        {
            // Signatures over nothing: there is no answer that they could go with.
            _next = end;
            return;
        }

        _sets.Add(new() { RecordsAt = _octets.WrittenCount, Type = first.Type, Count = (ushort)Math.Min(end - _next, ushort.MaxValue) });
        for (; _next < end; _next++)
        {
            WriteRecord(owner, first.Type, ttl, _sorted[_next]);
        }
    }

    private static bool IsSameSet(in StagedRecord one, in StagedRecord other) =>
        one.Name == other.Name && one.Type == other.Type && one.Covered == other.Covered;

    private void WriteRecord(ReadOnlySpan<byte> owner, RecordType type, uint ttl, in StagedRecord record)
    {
        var octets = data.Span.Slice(record.DataAt, record.DataLength);
        var head = _octets.GetSpan(RecordBlock.HeadOctets + octets.Length);
        var length = CompressedData.Write(type, octets, owner, head[RecordBlock.HeadOctets..]);
        BinaryPrimitives.WriteUInt16BigEndian(head, CompressedData.PointerTo(0));
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(head[4..], (ushort)RecordClass.Internet);
        BinaryPrimitives.WriteUInt32BigEndian(head[6..], ttl);
        BinaryPrimitives.WriteUInt16BigEndian(head[10..], (ushort)length);
        _octets.Advance(RecordBlock.HeadOctets + length);
    }
}
