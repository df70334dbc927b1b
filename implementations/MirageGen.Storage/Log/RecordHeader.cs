using static System.Buffers.Binary.BinaryPrimitives;

namespace MirageGen.Storage.Log;

/// <summary>What stands at the beginning of a record; see <see cref="LogLayout"/>.</summary>
/// <param name="Log">Identity of the log.</param>
/// <param name="Writer">Identity of its writer.</param>
/// <param name="Previous">Identity of the writer of the record before.</param>
/// <param name="Sequence">Its number.</param>
/// <param name="Flushed">All records up to this one were safe when it was written.</param>
/// <param name="Octets">Its length, without the zeros at its end.</param>
/// <param name="TableBytes">Octets of its table.</param>
/// <param name="TableChecksum">Of these.</param>
/// <param name="Entries">How many there are in it.</param>
internal readonly record struct RecordHeader(
    ulong Log,
    ulong Writer,
    ulong Previous,
    ulong Sequence,
    ulong Flushed,
    long Octets,
    int TableBytes,
    uint TableChecksum,
    int Entries)
{
    /// <summary>Reads one; its lengths agree with each other, and still have to be held against the half.</summary>
    /// <param name="octets">Untrusted; <see cref="LogLayout.RecordBytes"/> at least.</param>
    /// <param name="header">What they say.</param>
    /// <returns>False when they are none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> octets, out RecordHeader header)
    {
        header = default;
        if (ReadUInt32LittleEndian(octets) != LogLayout.RecordMagic
            || ReadUInt32LittleEndian(octets[LogLayout.RecordChecksumOffset..]) != ChecksumOf(octets))
        {
            return false;
        }

        header = new(
            ReadUInt64LittleEndian(octets[LogLayout.RecordCheckedFrom..]),
            ReadUInt64LittleEndian(octets[LogLayout.WriterOffset..]),
            ReadUInt64LittleEndian(octets[LogLayout.PreviousOffset..]),
            ReadUInt64LittleEndian(octets[LogLayout.SequenceOffset..]),
            ReadUInt64LittleEndian(octets[LogLayout.FlushedOffset..]),
            ReadInt64LittleEndian(octets[LogLayout.OctetsOffset..]),
            ReadInt32LittleEndian(octets[LogLayout.TableBytesOffset..]),
            ReadUInt32LittleEndian(octets[LogLayout.TableChecksumOffset..]),
            ReadInt32LittleEndian(octets[LogLayout.EntriesOffset..]));
        return header.TableBytes is >= 0 and <= LogLayout.MostTableBytes
            && header.Entries >= 0
            && header.Entries <= header.TableBytes / LogLayout.EntryBytes
            && header.Octets >= LogLayout.RecordBytes + header.TableBytes;
    }

    /// <summary>Writes itself.</summary>
    public void Write(Span<byte> octets)
    {
        octets[..LogLayout.RecordBytes].Clear();
        WriteUInt32LittleEndian(octets, LogLayout.RecordMagic);
        WriteUInt64LittleEndian(octets[LogLayout.RecordCheckedFrom..], Log);
        WriteUInt64LittleEndian(octets[LogLayout.WriterOffset..], Writer);
        WriteUInt64LittleEndian(octets[LogLayout.PreviousOffset..], Previous);
        WriteUInt64LittleEndian(octets[LogLayout.SequenceOffset..], Sequence);
        WriteUInt64LittleEndian(octets[LogLayout.FlushedOffset..], Flushed);
        WriteInt64LittleEndian(octets[LogLayout.OctetsOffset..], Octets);
        WriteInt32LittleEndian(octets[LogLayout.TableBytesOffset..], TableBytes);
        WriteUInt32LittleEndian(octets[LogLayout.TableChecksumOffset..], TableChecksum);
        WriteInt32LittleEndian(octets[LogLayout.EntriesOffset..], Entries);
        WriteUInt32LittleEndian(octets[LogLayout.RecordChecksumOffset..], ChecksumOf(octets));
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> octets) =>
        Checksum.Of(octets[LogLayout.RecordCheckedFrom..LogLayout.RecordBytes]);
}
