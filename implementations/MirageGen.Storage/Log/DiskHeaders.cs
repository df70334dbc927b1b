namespace MirageGen.Storage.Log;

/// <summary>The headers of both halves: which log counts, and whether the disk is one of ours at all.</summary>
internal static class DiskHeaders
{
    // Where other systems have a mark of theirs, the first sectors may well be zero.
    private const int LookedAtBytes = 1024 * 1024;
    private const int PieceBytes = 64 * 1024;

    /// <summary>Reads the headers.</summary>
    /// <returns>The newest log's; null when the disk is blank.</returns>
    /// <exception cref="DeviceException">It holds something else, is damaged, or has another size than it had.</exception>
    public static async Task<HalfHeader?> ReadAsync(IBlock block)
    {
        if (block.SectorCount * block.SectorBytes < DiskPlan.LeastOctets)
        {
            throw new DeviceException(
                $"the disk is too small for a store: it has {block.SectorCount * block.SectorBytes} octets, and takes {DiskPlan.LeastOctets} at least");
        }

        var octets = new byte[PieceBytes];
        await block.ReadAsync(0, octets, CancellationToken.None);
        if (await IsBlankAsync(block, octets))
        {
            return null;
        }

        var header = Newest(octets);
        Verify(header, block);
        return header;
    }

    /// <summary>Writes a half's header and has it safe.</summary>
    public static async Task WriteAsync(IBlock block, LogHalf half, HalfHeader header)
    {
        var sector = new byte[block.SectorBytes];
        header.Write(sector);
        await block.WriteAsync(half.HeaderSector, sector, CancellationToken.None);
        await block.FlushAsync(CancellationToken.None);
    }

    /// <summary>Makes a blank disk a store, whose first log is in the first half.</summary>
    /// <param name="block">The disk.</param>
    /// <param name="halves">Its halves.</param>
    /// <param name="first">The first log's header.</param>
    public static async Task FormatAsync(IBlock block, LogHalf[] halves, HalfHeader first)
    {
        // There are two headers from the first moment on: one that is gone is always damage, and no old log comes back by it.
        await WriteAsync(block, halves[1], first with { Generation = first.Generation - 1 });
        await WriteAsync(block, halves[0], first);
    }

    /// <summary>The half that a log of a generation is in.</summary>
    public static int HalfOf(ulong generation) => generation % 2 == 1 ? 0 : 1;

    private static HalfHeader Newest(ReadOnlySpan<byte> octets)
    {
        var first = octets[..LogLayout.HeaderBytes];
        var second = octets.Slice(LogLayout.Alignment, LogLayout.HeaderBytes);
        if (!first.StartsWith(LogLayout.Magic) && !second.StartsWith(LogLayout.Magic))
        {
            throw new DeviceException(
                "the disk is not blank and holds no store of ours: give another one, or write zeros over its first 1 MB if nothing on it is needed");
        }

        // Each log has that before or behind it beside it, so that no damage brings an old log back.
        return (HalfHeader.TryRead(first, out var one), HalfHeader.TryRead(second, out var other)) switch
        {
            (true, true) when HalfOf(one.Generation) == 0 && one.Generation == other.Generation + 1 => one,
            (true, true) when HalfOf(one.Generation) == 0 && other.Generation == one.Generation + 1 => other,
            _ => throw Refused(first, second),
        };
    }

    // Formatting that was cut off has left one header behind.
    private static void ForgetFormatting(Span<byte> octets)
    {
        var second = octets.Slice(LogLayout.Alignment, LogLayout.HeaderBytes);
        if (HalfHeader.TryRead(second, out var header) && header.Generation == 0)
        {
            second.Clear();
        }
    }

    private static DeviceException Refused(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var octets = first.StartsWith(LogLayout.Magic) ? first : second;
        return HalfHeader.VersionOf(octets) == LogLayout.Version
            ? new("the store on the disk is damaged: its headers at octets 0 and 4096 do not belong together; bring a copy of the disk back")
            : new($"the store on the disk has layout {HalfHeader.VersionOf(octets)} and this program reads {LogLayout.Version}: use the version of MirageGen that has made it");
    }

    private static void Verify(in HalfHeader header, IBlock block)
    {
        if (header.SectorBytes != block.SectorBytes)
        {
            throw new DeviceException(
                $"the store was made on a disk with sectors of {header.SectorBytes} octets, and the disk has sectors of {block.SectorBytes}");
        }

        if (header.SectorCount > block.SectorCount)
        {
            throw new DeviceException(
                $"the store was made on a disk of {header.SectorCount} sectors, and the disk has {block.SectorCount}: make it as large as it was");
        }

        if (header.SectorCount < 0 || header.SectorCount * header.SectorBytes < DiskPlan.LeastOctets)
        {
            throw new DeviceException($"the store on the disk is damaged: it says that the disk has {header.SectorCount} sectors");
        }
    }

    private static async Task<bool> IsBlankAsync(IBlock block, byte[] octets)
    {
        var piece = (byte[])octets.Clone();
        ForgetFormatting(piece);
        var end = Math.Min(LookedAtBytes, block.SectorCount * block.SectorBytes);
        for (var offset = 0L; ;)
        {
            if (piece.AsSpan().ContainsAnyExcept((byte)0))
            {
                return false;
            }

            offset += piece.Length;
            if (offset >= end)
            {
                return true;
            }

            piece = new byte[(int)Math.Min(PieceBytes, end - offset)];
            await block.ReadAsync(offset / block.SectorBytes, piece, CancellationToken.None);
        }
    }
}
