using System.Buffers.Binary;

namespace MirageGen.XenHost.Packing;

/// <summary>
/// How to unwind the stack, .eh_frame (LSB Core, 10.6), so that it compresses better: each address of a function's entry, relative
/// to its own place, becomes the distance to what the entry before it names, and of .eh_frame_hdr nothing is left but its first
/// twelve octets: the table behind them is the entries in order. native/unpack/frames.c makes all this what it was.
/// </summary>
/// <param name="Frames">Where .eh_frame is.</param>
/// <param name="Header">Where .eh_frame_hdr is.</param>
internal sealed record CallFrames(uint Frames, uint Header)
{
    private const int LengthBytes = 4;
    private const int CieAt = 4;
    private const int StartAt = 8;
    private const int RangeAt = 12;
    private const int AugmentationAt = 16;
    private const int LsdaAt = 17;
    private const int TableAt = 12;
    private const int EntryBytes = 8;

    /// <summary>Version 1; a place relative to itself, a count of 32 bits, a table relative to the header.</summary>
    private static ReadOnlySpan<byte> UsualHeader => [1, 0x1b, 0x03, 0x3b];

    /// <summary>Changes an image's, if it is as linkers make it.</summary>
    /// <param name="image">All of the image's octets. Unchanged when it has no such table.</param>
    /// <param name="address">Where they lie.</param>
    /// <param name="header">The place and size of .eh_frame_hdr.</param>
    /// <returns>Null when nothing was changed.</returns>
    public static CallFrames? TryPack(Span<byte> image, uint address, (uint Address, int Bytes) header)
    {
        if (header.Bytes < TableAt || header.Address < address || header.Address - address > image.Length - header.Bytes)
        {
            return null;
        }

        var headerAt = (int)(header.Address - address);
        if (!image[headerAt..].StartsWith(UsualHeader))
        {
            return null;
        }

        var framesAt = headerAt + LengthBytes + Word(image, headerAt + LengthBytes);
        var functions = FunctionsOf(image, address, framesAt);
        if (functions is null || !IsTableOf(functions, image.Slice(headerAt, header.Bytes), headerAt, image))
        {
            return null;
        }

        image.Slice(headerAt + TableAt, functions.Count * EntryBytes).Clear();
        Subtract(image, address, functions);
        return new(address + (uint)framesAt, header.Address);
    }

    /// <summary>Where the entries of functions are.</summary>
    /// <returns>Null when they are not what the unpacker takes them for.</returns>
    private static List<int>? FunctionsOf(ReadOnlySpan<byte> image, uint address, int at)
    {
        var functions = new List<int>();
        while (at >= 0 && at <= image.Length - LengthBytes)
        {
            var bytes = Word(image, at);
            if (bytes == 0)
            {
                return functions;
            }

            if (bytes < LengthBytes || bytes > image.Length - at - LengthBytes)
            {
                return null;
            }

            var entry = image.Slice(at, LengthBytes + bytes);
            if (Word(entry, CieAt) != 0)
            {
                var cie = address + (uint)(at + CieAt) - (uint)Word(entry, CieAt);
                if (cie == 0 || entry.Length < LsdaAt || (entry[AugmentationAt] == LengthBytes && entry.Length < LsdaAt + LengthBytes))
                {
                    return null;
                }

                functions.Add(at);
            }

            at += LengthBytes + bytes;
        }

        return null;
    }

    /// <summary>Whether a table has what the unpacker will make of the entries.</summary>
    private static bool IsTableOf(List<int> functions, ReadOnlySpan<byte> header, int headerAt, ReadOnlySpan<byte> image)
    {
        var count = Word(header, LengthBytes + LengthBytes);
        if (count != functions.Count || count > (header.Length - TableAt) / EntryBytes)
        {
            return false;
        }

        var rows = new (int Start, int Entry)[count];
        for (var row = 0; row < count; row++)
        {
            var place = functions[row] + StartAt;
            rows[row] = (place + Word(image, place) - headerAt, functions[row] - headerAt);
        }

        Array.Sort(rows);
        for (var row = 0; row < count; row++)
        {
            var at = TableAt + (row * EntryBytes);
            if (rows[row] != (Word(header, at), Word(header, at + sizeof(int))) || (row > 0 && rows[row].Start == rows[row - 1].Start))
            {
                return false;
            }
        }

        return true;
    }

    private static void Subtract(Span<byte> image, uint address, List<int> functions)
    {
        uint end = 0, lsda = 0;
        foreach (var at in functions)
        {
            var entry = image[at..];
            var place = address + (uint)at;
            Store(entry, CieAt, place + CieAt - (uint)Word(entry, CieAt));
            var start = place + StartAt + (uint)Word(entry, StartAt);
            Store(entry, StartAt, start - end);
            end = start + (uint)Word(entry, RangeAt);
            if (entry[AugmentationAt] == LengthBytes)
            {
                var named = place + LsdaAt + (uint)Word(entry, LsdaAt);
                Store(entry, LsdaAt, named - lsda);
                lsda = named;
            }
        }
    }

    private static int Word(ReadOnlySpan<byte> octets, int at) => BinaryPrimitives.ReadInt32LittleEndian(octets[at..]);

    private static void Store(Span<byte> octets, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(octets[at..], value);
}
