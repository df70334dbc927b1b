using System.Buffers.Binary;

namespace MirageGen.XenHost.Tests;

/// <summary>ELF files made of segments, right or wrong ones: what no linker would make.</summary>
internal sealed class ElfImage
{
    private const int HeaderBytes = 64;
    private const int SegmentHeaderBytes = 56;

    private readonly List<(uint Type, uint Rights, ulong Address, byte[] Octets, ulong FileBytes, ulong MemoryBytes)> _segments = [];

    /// <summary>An image as small as one can be: ELF header's place, four pages of code, data with zeros behind it.</summary>
    public static ElfImage Usual() =>
        new ElfImage()
            .Load(0x200000, [.. Enumerable.Range(0, 600).Select(octet => (byte)octet)])
            .Load(0x201000, [.. Enumerable.Range(0, 16_000).Select(octet => (byte)(octet * octet >> 7))])
            .Load(0x206010, [1, 2, 3, 4, 5], 0x4000)
            .Note("Xen", 18, BitConverter.GetBytes(0x201234));

    /// <summary>A program as the native Makefile makes it, as far as a file shows that.</summary>
    public static ElfImage Unpacker() =>
        new ElfImage()
            .Load(0x100000, [.. "MirageLZ"u8, .. new byte[56], .. Enumerable.Repeat((byte)0x90, 100)], 0x80000)
            .Note("Xen", 18, BitConverter.GetBytes(0x100040));

    public ElfImage Load(ulong address, byte[] octets, ulong? memoryBytes = null, ulong? fileBytes = null, bool isCode = false)
    {
        _segments.Add((1, isCode ? 5u : 4u, address, octets, fileBytes ?? (ulong)octets.Length, memoryBytes ?? (ulong)octets.Length));
        return this;
    }

    public ElfImage Note(string owner, uint type, byte[] content)
    {
        var note = new byte[12 + ((owner.Length + 4) & ~3) + ((content.Length + 3) & ~3)];
        BinaryPrimitives.WriteInt32LittleEndian(note, owner.Length + 1);
        BinaryPrimitives.WriteInt32LittleEndian(note.AsSpan(4), content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(note.AsSpan(8), type);
        System.Text.Encoding.ASCII.GetBytes(owner).CopyTo(note, 12);
        content.CopyTo(note, 12 + ((owner.Length + 4) & ~3));
        _segments.Add((4, 4, 0, note, (ulong)note.Length, (ulong)note.Length));
        return this;
    }

    public byte[] ToFile()
    {
        var at = HeaderBytes + (_segments.Count * SegmentHeaderBytes);
        var file = new byte[at + _segments.Sum(segment => segment.Octets.Length)];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(32), HeaderBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(54), SegmentHeaderBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(56), (ushort)_segments.Count);
        var header = file.AsSpan(HeaderBytes);
        foreach (var (type, rights, address, octets, fileBytes, memoryBytes) in _segments)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header, type);
            BinaryPrimitives.WriteUInt32LittleEndian(header[4..], rights);
            BinaryPrimitives.WriteUInt64LittleEndian(header[8..], (ulong)at);
            BinaryPrimitives.WriteUInt64LittleEndian(header[16..], address);
            BinaryPrimitives.WriteUInt64LittleEndian(header[24..], address);
            BinaryPrimitives.WriteUInt64LittleEndian(header[32..], fileBytes);
            BinaryPrimitives.WriteUInt64LittleEndian(header[40..], memoryBytes);
            octets.CopyTo(file, at);
            at += octets.Length;
            header = header[SegmentHeaderBytes..];
        }

        return file;
    }
}
