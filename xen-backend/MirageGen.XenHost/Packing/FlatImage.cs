using System.Buffers.Binary;
using MirageGen.XenHost.Elf;

namespace MirageGen.XenHost.Packing;

/// <summary>An image as it lies in memory once it is loaded.</summary>
/// <param name="Octets">From <see cref="Start"/> on; what lies between segments is zero.</param>
/// <param name="MemoryEnd">Where the zeros end that follow the octets in memory.</param>
/// <param name="Entry">Where it begins, in 32-bit protected mode.</param>
internal sealed record FlatImage(byte[] Octets, uint MemoryEnd, uint Entry)
{
    /// <summary>Where its code lies in the octets: what is executable, from the first segment of it.</summary>
    public (int Start, int Bytes) Code { get; init; }

    /// <summary>The address and size of .eh_frame_hdr; nothing where there is none.</summary>
    public (uint Address, int Bytes) FrameHeader { get; init; }

    /// <summary>Where every image begins, by its linker's arguments; the unpacker has the MiB below.</summary>
    public const uint Start = 0x200000;

    private const uint MostMemoryBytes = 1 << 29;

    /// <summary>Lays the segments of an image out.</summary>
    /// <param name="name">The file's, for errors.</param>
    /// <param name="elf">The image.</param>
    /// <exception cref="XenHostException">One line: why this one cannot be compressed.</exception>
    public static FlatImage Of(string name, ElfFile elf)
    {
        var segments = elf.Segments.Where(segment => segment.Type == ElfSection.LoadSegment && segment.MemoryBytes > 0).ToArray();
        var memoryEnd = CheckedEnd(name, segments);
        var entry = EntryOf(elf);
        if (entry < Start || entry >= memoryEnd)
        {
            throw new XenHostException($"{name} cannot be compressed: its PVH entry 0x{entry:x} is not in it");
        }

        var octets = new byte[segments.Max(segment => segment.Bytes > 0 ? (int)(segment.Address - Start) + segment.Bytes : 0)];
        foreach (var segment in segments)
        {
            elf.Octets(segment).CopyTo(octets.AsSpan((int)(segment.Address - Start)));
        }

        var code = segments.FirstOrDefault(segment => segment.IsExecutable);
        var frames = elf.Segments.FirstOrDefault(segment => segment.Type == ElfSection.FrameHeaderSegment && segment.Address < memoryEnd);
        return new(octets, (uint)memoryEnd, (uint)entry)
        {
            Code = code.Bytes > 0 ? ((int)(code.Address - Start), code.Bytes) : default,
            FrameHeader = ((uint)frames.Address, frames.Bytes),
        };
    }

    /// <summary>What the note says; its number has four or eight octets (xen/include/public/elfnote.h).</summary>
    /// <returns>0 when there is none that could be an address.</returns>
    internal static ulong EntryOf(ElfFile elf) =>
        elf.Notes().FirstOrDefault(note => note.Is(ElfNote.Xen, ElfNote.PvhEntry))?.Content switch
        {
            { Length: 4 } content => BinaryPrimitives.ReadUInt32LittleEndian(content),
            { Length: 8 } content => BinaryPrimitives.ReadUInt64LittleEndian(content),
            _ => 0,
        };

    private static ulong CheckedEnd(string name, ElfSection[] segments)
    {
        ulong end = Start;
        foreach (var segment in segments)
        {
            if (segment.Address < end)
            {
                throw new XenHostException(
                    $"{name} cannot be compressed: it has a segment at 0x{segment.Address:x}, where 0x{end:x} is the first free address");
            }

            if (segment.IsCut || (ulong)segment.Bytes > segment.MemoryBytes)
            {
                throw new XenHostException($"{name} cannot be compressed: its segment at 0x{segment.Address:x} is not whole");
            }

            if (segment.Address > Start + MostMemoryBytes || segment.MemoryBytes > Start + MostMemoryBytes - segment.Address)
            {
                throw new XenHostException($"{name} cannot be compressed: it takes more than {MostMemoryBytes >> 20} MiB of memory");
            }

            end = segment.Address + segment.MemoryBytes;
        }

        return end > Start ? end : throw new XenHostException($"{name} cannot be compressed: it has nothing to load");
    }
}
