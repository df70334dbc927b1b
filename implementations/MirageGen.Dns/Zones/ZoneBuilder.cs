using System.Buffers;
using System.Buffers.Binary;

namespace MirageGen.Dns.Zones;

/// <summary>Gathers the records of a zone in whatever order they come, and makes the zone of them.</summary>
internal sealed class ZoneBuilder
{
    private readonly DomainName _origin;
    private readonly NameList _names = new();
    private readonly NameTable _table = new();
    private readonly List<StagedRecord> _records = [];
    private readonly ArrayBufferWriter<byte> _data = new();

    /// <summary>Begins with nothing.</summary>
    /// <param name="origin">The zone's name.</param>
    public ZoneBuilder(DomainName origin)
    {
        _origin = origin;
        FindOrAdd(origin.Octets);
    }

    /// <summary>Adds a record, sound and in the zone.</summary>
    public void Add(in ZoneFileRecord record)
    {
        var covered = record.Type == RecordType.Rrsig ? (RecordType)BinaryPrimitives.ReadUInt16BigEndian(record.Data) : record.Type;
        _records.Add(new(FindOrAdd(record.Owner), record.Type, covered, record.Ttl, _data.WrittenCount, (ushort)record.Data.Length));
        _data.Write(record.Data);
    }

    /// <summary>Makes the zone.</summary>
    public Zone Build()
    {
        AddNamesBetween();
        return new ZoneCompiler(_origin, _names, _records, _data.WrittenMemory).Compile();
    }

    private int FindOrAdd(ReadOnlySpan<byte> name)
    {
        var index = _table.Find(name, _names);
        if (index < 0)
        {
            index = _names.Add(name);
            _table.Add(index, _names);
        }

        return index;
    }

    /// <summary>Adds the names that have nothing but names below them (RFC 4592 section 2.2.2).</summary>
    private void AddNamesBetween()
    {
        Span<byte> above = stackalloc byte[NameOctets.MaxOctets];
        for (var i = 1; i < _names.Count; i++)
        {
            var name = _names[i];
            var length = name.Length - 1 - name[0];
            if (length > _origin.Octets.Length)
            {
                name[^length..].CopyTo(above);
                FindOrAdd(above[..length]);
            }
        }
    }
}
