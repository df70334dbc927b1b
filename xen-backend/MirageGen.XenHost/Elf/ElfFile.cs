using System.Buffers.Binary;
using System.Text;

namespace MirageGen.XenHost.Elf;

/// <summary>
/// What a dom0 or a domain is loaded from: the sections and segments of a 64-bit little-endian ELF file (System V gABI,
/// chapters 4 and 5). Lengths and offsets come from the file and are judged against it.
/// </summary>
internal sealed class ElfFile
{
    private const int HeaderBytes = 64;
    private const int SectionHeaderBytes = 64;
    private const int SegmentHeaderBytes = 56;

    /// <summary>A section's name is cut there: without a bound a few octets of a file could ask for all memory.</summary>
    private const int MostNameBytes = 256;

    private readonly byte[] _octets;

    private ElfFile(byte[] octets) => _octets = octets;

    /// <summary>In the file's order; empty when it has no section table, or a broken one.</summary>
    public IReadOnlyList<ElfSection> Sections { get; private init; } = [];

    /// <summary>What is loaded, likewise; segments have no names.</summary>
    public IReadOnlyList<ElfSection> Segments { get; private init; } = [];

    /// <summary>The whole file's.</summary>
    public int Bytes => _octets.Length;

    /// <summary>Reads a file that should be ELF.</summary>
    /// <returns>Null when it is none.</returns>
    public static ElfFile? TryRead(byte[] octets) =>
        IsElf64(octets) ? new(octets) { Sections = ReadSections(octets), Segments = ReadSegments(octets) } : null;

    /// <summary>A section's octets; empty when there is none of that name.</summary>
    public ReadOnlySpan<byte> Section(string name) => Octets(Sections.FirstOrDefault(section => section.Name == name));

    /// <summary>The octets of a section of this file.</summary>
    public ReadOnlySpan<byte> Octets(ElfSection section) => _octets.AsSpan(section.Offset, section.Bytes);

    private static bool IsElf64(ReadOnlySpan<byte> octets) =>
        octets.Length >= HeaderBytes && octets[..6].SequenceEqual("\u007fELF\u0002\u0001"u8);

    private static List<ElfSection> ReadSections(ReadOnlySpan<byte> octets)
    {
        int count = BinaryPrimitives.ReadUInt16LittleEndian(octets[60..]);
        int names = BinaryPrimitives.ReadUInt16LittleEndian(octets[62..]);
        var headers = Table(octets, 40, count * SectionHeaderBytes);
        if (names >= count || headers.IsEmpty)
        {
            return [];
        }

        var strings = Content(octets, headers[(names * SectionHeaderBytes)..]);
        var sections = new List<ElfSection>(count);
        for (var at = 0; at < headers.Length; at += SectionHeaderBytes)
        {
            var header = headers[at..];
            var (offset, bytes) = Content(octets, header);
            var name = BinaryPrimitives.ReadUInt32LittleEndian(header);
            sections.Add(new(
                name < strings.Bytes ? Text(octets.Slice(strings.Offset, strings.Bytes)[(int)name..]) : string.Empty,
                BinaryPrimitives.ReadUInt32LittleEndian(header[4..]),
                offset,
                bytes));
        }

        return sections;
    }

    private static List<ElfSection> ReadSegments(ReadOnlySpan<byte> octets)
    {
        var segments = new List<ElfSection>();
        var headers = Table(octets, 32, BinaryPrimitives.ReadUInt16LittleEndian(octets[56..]) * SegmentHeaderBytes);
        for (; !headers.IsEmpty; headers = headers[SegmentHeaderBytes..])
        {
            var (offset, bytes) = Within(octets, headers[8..], headers[32..]);
            segments.Add(new(string.Empty, BinaryPrimitives.ReadUInt32LittleEndian(headers), offset, bytes)
            {
                IsExecutable = (BinaryPrimitives.ReadUInt32LittleEndian(headers[4..]) & 1) != 0,
                Address = BinaryPrimitives.ReadUInt64LittleEndian(headers[24..]),
                MemoryBytes = BinaryPrimitives.ReadUInt64LittleEndian(headers[40..]),
                IsCut = BinaryPrimitives.ReadUInt64LittleEndian(headers[32..]) != (ulong)bytes,
            });
        }

        return segments;
    }

    /// <summary>A table of headers; empty when it is not all in the file.</summary>
    /// <param name="octets">The file.</param>
    /// <param name="field">Where the file's header says where the table is.</param>
    /// <param name="bytes">The table's length.</param>
    private static ReadOnlySpan<byte> Table(ReadOnlySpan<byte> octets, int field, int bytes)
    {
        var at = BinaryPrimitives.ReadUInt64LittleEndian(octets[field..]);
        return at >= HeaderBytes && at <= (ulong)octets.Length && bytes <= octets.Length - (int)at ? octets.Slice((int)at, bytes) : [];
    }

    /// <summary>Where a section's octets are; nothing when they are not all in the file.</summary>
    private static (int Offset, int Bytes) Content(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> header)
    {
        const uint NoBits = 8;
        return BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) != NoBits ? Within(octets, header[24..], header[32..]) : default;
    }

    private static (int Offset, int Bytes) Within(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> offsetField, ReadOnlySpan<byte> bytesField)
    {
        var offset = BinaryPrimitives.ReadUInt64LittleEndian(offsetField);
        var bytes = BinaryPrimitives.ReadUInt64LittleEndian(bytesField);
        var length = (ulong)octets.Length;
        return offset <= length && bytes <= length - offset ? ((int)offset, (int)bytes) : default;
    }

    /// <summary>A string up to its NUL, to the end of what holds it, or to a name's bound.</summary>
    internal static string Text(ReadOnlySpan<byte> octets)
    {
        var name = octets[..Math.Min(octets.Length, MostNameBytes)];
        return Encoding.UTF8.GetString(name.IndexOf((byte)0) is >= 0 and var end ? name[..end] : name);
    }
}
