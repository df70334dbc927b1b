using System.Text;
using static System.Buffers.Binary.BinaryPrimitives;

namespace MirageGen.Storage.Log;

/// <summary>One entry of a record's table; see <see cref="LogLayout"/>.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Key">To what.</param>
/// <param name="To">Of a rename, the new key.</param>
/// <param name="Length">Octets of the value.</param>
/// <param name="Checksum">Of these.</param>
/// <param name="Ticks">When the value was set, within the range of <see cref="DateTimeOffset"/>.</param>
/// <param name="Version">What tells it from every other value under the same key.</param>
internal readonly record struct RecordEntry(WriteKind Kind, Key Key, Key To, int Length, uint Checksum, long Ticks, ulong Version)
{
    /// <summary>Reads the first entry of what is left of a table.</summary>
    /// <param name="table">Untrusted.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="octets">How long it is.</param>
    /// <returns>False when it is none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> table, out RecordEntry entry, out int octets)
    {
        entry = default;
        octets = 0;
        if (table.Length < LogLayout.EntryBytes)
        {
            return false;
        }

        var key = ReadUInt16LittleEndian(table[LogLayout.EntryKeyOffset..]);
        var second = ReadUInt16LittleEndian(table[LogLayout.EntrySecondKeyOffset..]);
        octets = LogLayout.EntryBytes + key + second;
        if (octets > table.Length
            || !TryReadKey(table.Slice(LogLayout.EntryBytes, key), out var first)
            || !TryReadKey(table.Slice(LogLayout.EntryBytes + key, second), out var to))
        {
            return false;
        }

        entry = new(
            (WriteKind)table[0],
            first,
            to,
            ReadInt32LittleEndian(table[LogLayout.EntryValueOffset..]),
            ReadUInt32LittleEndian(table[LogLayout.EntryChecksumOffset..]),
            ReadInt64LittleEndian(table[LogLayout.EntryTicksOffset..]),
            ReadUInt64LittleEndian(table[LogLayout.EntryVersionOffset..]));
        return entry.Kind switch
        {
            WriteKind.Set => !first.IsRoot && entry.Length is >= 0 and <= LogLayout.MostValueBytes,
            WriteKind.Remove => entry.Length == 0,
            WriteKind.Rename => !first.IsRoot && !to.IsRoot && entry.Length == 0,
            _ => false,
        } && entry.Ticks >= 0 && entry.Ticks <= DateTimeOffset.MaxValue.Ticks;
    }

    /// <summary>Writes what has a fixed length.</summary>
    /// <param name="octets">Zeros.</param>
    /// <param name="keyBytes">Octets of the key.</param>
    /// <param name="secondBytes">Octets of the second key.</param>
    public void Write(Span<byte> octets, int keyBytes, int secondBytes)
    {
        octets[0] = (byte)Kind;
        WriteUInt16LittleEndian(octets[LogLayout.EntryKeyOffset..], (ushort)keyBytes);
        WriteUInt16LittleEndian(octets[LogLayout.EntrySecondKeyOffset..], (ushort)secondBytes);
        WriteInt32LittleEndian(octets[LogLayout.EntryValueOffset..], Length);
        WriteUInt32LittleEndian(octets[LogLayout.EntryChecksumOffset..], Checksum);
        WriteInt64LittleEndian(octets[LogLayout.EntryTicksOffset..], Ticks);
        WriteUInt64LittleEndian(octets[LogLayout.EntryVersionOffset..], Version);
    }

    private static bool TryReadKey(ReadOnlySpan<byte> octets, out Key key)
    {
        // What is no UTF-8 becomes text of another length, and is found out by that.
        var text = Encoding.UTF8.GetString(octets);
        return Key.TryParse(text.AsSpan(), out key) && Encoding.UTF8.GetByteCount(key.Path) == octets.Length;
    }
}
