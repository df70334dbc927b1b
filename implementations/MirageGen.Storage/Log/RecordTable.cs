using System.Text;

namespace MirageGen.Storage.Log;

/// <summary>The head of a record as it is made: room for its header, and the table, which grows.</summary>
internal sealed class RecordTable
{
    private byte[] _octets = new byte[256];
    private int _length = LogLayout.RecordBytes;
    private int _entries;
    private long _valueOctets;

    /// <summary>Octets of header and table.</summary>
    public int HeadBytes => _length;

    /// <summary>Octets of the record, without the zeros at its end.</summary>
    public long Octets => _length + _valueOctets;

    /// <summary>Whether the table is longer than any may be.</summary>
    public bool IsTooLong => _length - LogLayout.RecordBytes > LogLayout.MostTableBytes;

    /// <summary>Appends an entry.</summary>
    public void Add(in RecordEntry entry)
    {
        var key = Encoding.UTF8.GetByteCount(entry.Key.Path);
        var second = Encoding.UTF8.GetByteCount(entry.To.Path);
        var octets = LogLayout.EntryBytes + key + second;
        if (_length + octets > _octets.Length)
        {
            Array.Resize(ref _octets, Math.Max(_length + octets, 2 * _octets.Length));
        }

        var span = _octets.AsSpan(_length, octets);
        entry.Write(span, key, second);
        _ = Encoding.UTF8.GetBytes(entry.Key.Path, span[LogLayout.EntryBytes..]);
        _ = Encoding.UTF8.GetBytes(entry.To.Path, span[(LogLayout.EntryBytes + key)..]);
        _length += octets;
        _entries++;
        _valueOctets += entry.Length;
    }

    /// <summary>Writes the header.</summary>
    /// <param name="place">What it says of the record's place in the log.</param>
    /// <returns>Header and table.</returns>
    public ReadOnlyMemory<byte> Seal(in RecordHeader place)
    {
        var table = _octets.AsSpan(LogLayout.RecordBytes, _length - LogLayout.RecordBytes);
        var header = place with { Octets = Octets, TableBytes = table.Length, TableChecksum = Checksum.Of(table), Entries = _entries };
        header.Write(_octets);
        return _octets.AsMemory(0, _length);
    }
}
