namespace MirageGen.Storage.Log;

/// <summary>The layout of a disk with a <see cref="BlockStore"/> on it; this is its one definition.</summary>
/// <remarks>
/// <para>Integers are little-endian, text is UTF-8, checksums are CRC-32C. One half of the disk holds the log, the other one the log
/// before it, or nothing.</para>
/// <code>
/// disk       0  header of the first half, in one sector
///         4096  header of the second half, in one sector
///         8192  the first half; behind it the second one, as long
///
/// header     0  magic "MIRAGELG"
///            8  checksum of octets 12 to 63 (u32)
///           12  version (u32)
///           16  generation (u64): one more with every log, from 1 on; odd in the first half, even in the second, where 0
///               stands for none yet
///           24  the log's identity (u64), at random
///           32  sectors of the disk when it was formatted (u64)
///           40  octets of a sector (u32)
///           44  zero (u32)
///           48  sequence number of the first record (u64)
///           56  up to which record all were safe before the header was written (u64)
///
/// record     0  magic "MREC"
///            4  checksum of octets 8 to 71 (u32)
///            8  identity of the log (u64)
///           16  identity of the writer (u64), at random: each opening of the store has another
///           24  identity of the writer of the record before (u64); of the first record, the log's
///           32  sequence number (u64)
///           40  up to which record all were safe when it was written (u64)
///           48  octets of the record (u64): these, the table, the values; it begins a sector, and zeros fill its last one
///           56  octets of the table (u32)
///           60  checksum of the table (u32)
///           64  entries in the table (u32)
///           68  zero (u32)
///           72  the table, then the values, in the order of their entries
///
/// entry      0  what is done (u8): see <see cref="WriteKind"/>
///            1  zero (u8)
///            2  octets of the key (u16)
///            4  octets of the second key (u16): of a rename, the new one
///            6  zero (u16)
///            8  octets of the value (u32)
///           12  checksum of the value (u32)
///           16  when the value was set: ticks of 100 ns since the year 1, in UTC (i64)
///           24  version (u64): a number that no other value under the same key has
///           32  the key, then the second key
/// </code>
/// </remarks>
internal static class LogLayout
{
    /// <summary>The version that this code reads and writes.</summary>
    public const uint Version = 1;

    /// <summary>Headers and halves begin at multiples of it, whatever a sector is.</summary>
    public const int Alignment = 4096;

    /// <summary>Where the first half begins.</summary>
    public const int HalvesOffset = 2 * Alignment;

    /// <summary>The smallest half worth having.</summary>
    public const int LeastHalfBytes = 64 * 1024;

    public const int HeaderBytes = 64;
    public const int HeaderChecksumOffset = 8;
    public const int HeaderCheckedFrom = 12;
    public const int GenerationOffset = 16;
    public const int HeaderLogOffset = 24;
    public const int SectorCountOffset = 32;
    public const int SectorBytesOffset = 40;
    public const int FirstOffset = 48;
    public const int HeaderFlushedOffset = 56;

    public const uint RecordMagic = 0x4345_524D;
    public const int RecordBytes = 72;
    public const int RecordChecksumOffset = 4;
    public const int RecordCheckedFrom = 8;
    public const int WriterOffset = 16;
    public const int PreviousOffset = 24;
    public const int SequenceOffset = 32;
    public const int FlushedOffset = 40;
    public const int OctetsOffset = 48;
    public const int TableBytesOffset = 56;
    public const int TableChecksumOffset = 60;
    public const int EntriesOffset = 64;

    public const int EntryBytes = 32;
    public const int EntryKeyOffset = 2;
    public const int EntrySecondKeyOffset = 4;
    public const int EntryValueOffset = 8;
    public const int EntryChecksumOffset = 12;
    public const int EntryTicksOffset = 16;
    public const int EntryVersionOffset = 24;

    /// <summary>A table is held in memory as a whole, also when it is read from a disk that cannot be trusted.</summary>
    public const int MostTableBytes = 1024 * 1024;

    /// <summary>The largest value.</summary>
    public const int MostValueBytes = 1024 * 1024 * 1024;

    /// <summary>The first octets of a header.</summary>
    public static ReadOnlySpan<byte> Magic => "MIRAGELG"u8;
}
