using static System.Buffers.Binary.BinaryPrimitives;

namespace MirageGen.Storage.Log;

/// <summary>What is said of a half at the beginning of the disk; see <see cref="LogLayout"/>.</summary>
/// <param name="Generation">Which of all logs of this disk it holds.</param>
/// <param name="Log">The log's identity.</param>
/// <param name="SectorCount">Sectors of the disk when it was formatted.</param>
/// <param name="SectorBytes">Octets of a sector.</param>
/// <param name="First">Sequence number of the log's first record.</param>
/// <param name="Flushed">All records up to this one were safe before the header was written.</param>
internal readonly record struct HalfHeader(ulong Generation, ulong Log, long SectorCount, int SectorBytes, ulong First, ulong Flushed)
{
    /// <summary>Reads one.</summary>
    /// <param name="octets">Untrusted; <see cref="LogLayout.HeaderBytes"/> at least.</param>
    /// <param name="header">What they say.</param>
    /// <returns>False when they are none that this version wrote whole.</returns>
    public static bool TryRead(ReadOnlySpan<byte> octets, out HalfHeader header)
    {
        header = new(
            ReadUInt64LittleEndian(octets[LogLayout.GenerationOffset..]),
            ReadUInt64LittleEndian(octets[LogLayout.HeaderLogOffset..]),
            ReadInt64LittleEndian(octets[LogLayout.SectorCountOffset..]),
            ReadInt32LittleEndian(octets[LogLayout.SectorBytesOffset..]),
            ReadUInt64LittleEndian(octets[LogLayout.FirstOffset..]),
            ReadUInt64LittleEndian(octets[LogLayout.HeaderFlushedOffset..]));
        return octets.StartsWith(LogLayout.Magic)
            && VersionOf(octets) == LogLayout.Version
            && ReadUInt32LittleEndian(octets[LogLayout.HeaderChecksumOffset..]) == ChecksumOf(octets)
            && header.First > 0
            && header.Flushed >= header.First - 1;
    }

    /// <summary>The version of the layout that octets with the magic have.</summary>
    public static uint VersionOf(ReadOnlySpan<byte> octets) => ReadUInt32LittleEndian(octets[LogLayout.HeaderCheckedFrom..]);

    /// <summary>Writes itself into a sector of zeros.</summary>
    public void Write(Span<byte> sector)
    {
        LogLayout.Magic.CopyTo(sector);
        WriteUInt32LittleEndian(sector[LogLayout.HeaderCheckedFrom..], LogLayout.Version);
        WriteUInt64LittleEndian(sector[LogLayout.GenerationOffset..], Generation);
        WriteUInt64LittleEndian(sector[LogLayout.HeaderLogOffset..], Log);
        WriteInt64LittleEndian(sector[LogLayout.SectorCountOffset..], SectorCount);
        WriteInt32LittleEndian(sector[LogLayout.SectorBytesOffset..], SectorBytes);
        WriteUInt64LittleEndian(sector[LogLayout.FirstOffset..], First);
        WriteUInt64LittleEndian(sector[LogLayout.HeaderFlushedOffset..], Flushed);
        WriteUInt32LittleEndian(sector[LogLayout.HeaderChecksumOffset..], ChecksumOf(sector));
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> octets) =>
        Checksum.Of(octets[LogLayout.HeaderCheckedFrom..LogLayout.HeaderBytes]);
}
