using System.Buffers;

namespace MirageGen.Dns;

/// <summary>
/// Writes records as a zone file: one a line, each with its whole owner, time to live, class and type, so that any part of
/// it can be read alone.
/// </summary>
/// <param name="output">Where the text goes, line by line.</param>
public sealed class ZoneFileWriter(IBufferWriter<byte> output)
{
    private readonly TextBuffer _line = new();

    /// <summary>Writes a record.</summary>
    public void Write(ResourceRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        Write(record.Owner.Octets, record.Type, record.Class, record.Ttl, record.Data);
    }

    /// <summary>Writes a record that was read.</summary>
    public void Write(in ZoneFileRecord record) => Write(record.Owner, record.Type, record.Class, record.Ttl, record.Data);

    private void Write(ReadOnlySpan<byte> owner, RecordType type, RecordClass @class, uint ttl, ReadOnlySpan<byte> data)
    {
        _line.Clear();
        _line.AppendName(owner);
        _line.Append(' ');
        _line.AppendNumber(ttl);
        _line.Append(' ');
        _line.Append(TypeText.Of(@class));
        _line.Append(' ');
        _line.Append(TypeText.Of(type));
        _line.Append(' ');
        RdataPrinter.Print(type, @class, data, _line);
        _line.Append('\n');
        output.Write(_line.Written);
    }
}
