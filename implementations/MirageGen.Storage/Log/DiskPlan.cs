namespace MirageGen.Storage.Log;

/// <summary>Where headers and halves lie on a disk of a size.</summary>
/// <param name="sectorBytes">Octets of a sector, 512 or 4096.</param>
/// <param name="sectorCount">How many it had when it was formatted.</param>
internal sealed class DiskPlan(int sectorBytes, long sectorCount)
{
    /// <summary>What a record that removes may have of a half, and no other: a store that is full can still be emptied.</summary>
    private const int ReservePart = 16;

    /// <summary>So that one record that removes always has room in it.</summary>
    private const int LeastReserve = 8192;

    /// <summary>The smallest disk.</summary>
    public const long LeastOctets = LogLayout.HalvesOffset + (2L * LogLayout.LeastHalfBytes);

    public int SectorBytes => sectorBytes;

    public long SectorCount => sectorCount;

    /// <summary>Octets of a half.</summary>
    public long HalfOctets { get; } =
        ((sectorCount * sectorBytes) - LogLayout.HalvesOffset) / 2 / LogLayout.Alignment * LogLayout.Alignment;

    /// <summary>What the values may take of a half, with their keys and the room that records waste.</summary>
    public long RoomOctets => HalfOctets - Math.Max(LeastReserve, HalfOctets / ReservePart);

    /// <summary>The sector of a half's header.</summary>
    public long HeaderSectorOf(int half) => half * LogLayout.Alignment / sectorBytes;

    /// <summary>The first sector of a half.</summary>
    public long StartSectorOf(int half) => (LogLayout.HalvesOffset + (half * HalfOctets)) / sectorBytes;

    /// <summary>Octets with the zeros that fill the last sector.</summary>
    public long Padded(long octets) => (octets + sectorBytes - 1) / sectorBytes * sectorBytes;
}
