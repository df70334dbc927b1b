using System.Buffers.Binary;

namespace MirageGen.Dns.Zones;

/// <summary>Records one behind the other in one array, in their uncompressed wire form: of a change, of a transfer, of a journal.</summary>
internal sealed class RecordList
{
    private const int FirstOctets = 256;

    private byte[] _octets = [];
    private int _length;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The octets of all of them.</summary>
    public ReadOnlyMemory<byte> Octets => _octets.AsMemory(0, _length);

    /// <summary>Reads records as <see cref="Octets"/> has them.</summary>
    /// <param name="octets">Untrusted; copied.</param>
    /// <param name="list">The records: names and data sound, each of the class IN and with a time to live that is one.</param>
    /// <returns>False when they are none, or end within one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> octets, out RecordList list)
    {
        list = new() { _octets = octets.ToArray(), _length = octets.Length };
        for (var rest = octets; !rest.IsEmpty; list.Count++)
        {
            if (NameOctets.Measure(rest, out var name, out _) != NameError.None || rest.Length < name + Wire.RecordView.FixedOctets)
            {
                return false;
            }

            var type = (RecordType)BinaryPrimitives.ReadUInt16BigEndian(rest[name..]);
            var @class = (RecordClass)BinaryPrimitives.ReadUInt16BigEndian(rest[(name + 2)..]);
            var ttl = BinaryPrimitives.ReadUInt32BigEndian(rest[(name + 4)..]);
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest[(name + 8)..]);
            rest = rest[(name + Wire.RecordView.FixedOctets)..];
            if (@class != RecordClass.Internet
                || ttl > NumberText.MaxTtl
                || rest.Length < length
                || Rdata.Judge(type, @class, rest[..length]) != RdataError.None)
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }

    /// <summary>Adds a record.</summary>
    /// <returns>Where it begins.</returns>
    public int Add(scoped in ZoneFileRecord record)
    {
        var at = _length;
        var room = Take(record.Owner.Length + Wire.RecordView.FixedOctets + record.Data.Length);
        record.Owner.CopyTo(room);
        room = room[record.Owner.Length..];
        BinaryPrimitives.WriteUInt16BigEndian(room, (ushort)record.Type);
        BinaryPrimitives.WriteUInt16BigEndian(room[2..], (ushort)record.Class);
        BinaryPrimitives.WriteUInt32BigEndian(room[4..], record.Ttl);
        BinaryPrimitives.WriteUInt16BigEndian(room[8..], (ushort)record.Data.Length);
        record.Data.CopyTo(room[Wire.RecordView.FixedOctets..]);
        Count++;
        return at;
    }

    /// <summary>Reads the record that begins at an offset.</summary>
    /// <param name="at">Zero for the first; then where the next one begins.</param>
    /// <param name="record">The record; it stands in the list's memory.</param>
    /// <returns>False behind the last one.</returns>
    public bool TryRead(scoped ref int at, out ZoneFileRecord record)
    {
        if (at >= _length)
        {
            record = default;
            return false;
        }

        ReadOnlySpan<byte> rest = _octets.AsSpan(at, _length - at);
        var name = NameOctets.Length(rest);
        int length = BinaryPrimitives.ReadUInt16BigEndian(rest[(name + 8)..]);
        var data = name + Wire.RecordView.FixedOctets;
        record = new(
            rest[..name],
            (RecordType)BinaryPrimitives.ReadUInt16BigEndian(rest[name..]),
            (RecordClass)BinaryPrimitives.ReadUInt16BigEndian(rest[(name + 2)..]),
            BinaryPrimitives.ReadUInt32BigEndian(rest[(name + 4)..]),
            rest.Slice(data, length),
            null,
            0);
        at += data + length;
        return true;
    }

    private Span<byte> Take(int octets)
    {
        if (octets > _octets.Length - _length)
        {
            Array.Resize(ref _octets, checked(Math.Max(Math.Max(_octets.Length * 2, FirstOctets), _length + octets)));
        }

        _length += octets;
        return _octets.AsSpan(_length - octets, octets);
    }
}
