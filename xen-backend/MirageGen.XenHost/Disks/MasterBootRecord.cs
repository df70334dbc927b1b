using System.Buffers.Binary;

namespace MirageGen.XenHost.Disks;

/// <summary>The first sector of a disk: a loader's code and a table of partitions, here of one.</summary>
internal static class MasterBootRecord
{
    private const int SectorBytes = 512;

    /// <summary>Where a disk's number and the table are; code lies before.</summary>
    private const int CodeBytes = 440;
    private const int TableAt = 446;
    private const byte Active = 0x80;
    private const byte FatByBlocks = 0x0e;

    /// <summary>Heads, cylinders and sectors as who counts in blocks fills them in.</summary>
    private static ReadOnlySpan<byte> NoGeometry => [0xfe, 0xff, 0xff];

    /// <param name="code">A sector, of which all before the table is taken.</param>
    /// <param name="start">The partition's first sector.</param>
    /// <param name="sectors">How many it has.</param>
    public static byte[] Write(ReadOnlySpan<byte> code, int start, int sectors)
    {
        var sector = new byte[SectorBytes];
        code[..CodeBytes].CopyTo(sector);
        var entry = sector.AsSpan(TableAt);
        entry[0] = Active;
        NoGeometry.CopyTo(entry[1..]);
        entry[4] = FatByBlocks;
        NoGeometry.CopyTo(entry[5..]);
        BinaryPrimitives.WriteInt32LittleEndian(entry[8..], start);
        BinaryPrimitives.WriteInt32LittleEndian(entry[12..], sectors);
        sector[^2] = 0x55;
        sector[^1] = 0xaa;
        return sector;
    }
}
