using System.Buffers.Binary;
using System.Text;
using MirageGen.XenHost.Elf;

namespace MirageGen.XenHost.Packing;

/// <summary>
/// Writes the ELF file (System V gABI, chapters 4 and 5) of a compressed image: notes, the unpacker, the place of the image,
/// which has no octets, and the payload behind it, so that a loader puts its own data behind all of them.
/// </summary>
internal static class CompressedImage
{
    private const int HeaderBytes = 64;
    private const int SegmentHeaderBytes = 56;
    private const int Segments = 4;
    private const int HeadersBytes = HeaderBytes + (Segments * SegmentHeaderBytes);
    private const uint PageBytes = 4096;

    /// <summary>The unpacker's Multiboot2 header lies on a multiple of 8 in it, and must in the file.</summary>
    private const int UnpackerAlignment = 8;

    private const uint Executable = 1;
    private const uint Writable = 2;
    private const uint Readable = 4;

    /// <summary>The whole file.</summary>
    /// <param name="unpacker">What it begins with.</param>
    /// <param name="image">What is unpacked.</param>
    /// <param name="payload">The same, compressed.</param>
    /// <param name="notes">The image's; its entry becomes the unpacker's.</param>
    public static byte[] Write(Unpacker unpacker, PreparedImage image, byte[] payload, IEnumerable<ElfNote> notes)
    {
        var noteOctets = WriteNotes(notes, unpacker.Entry);
        var payloadAddress = (image.MemoryEnd + PageBytes - 1) & ~(PageBytes - 1);
        var unpackerAt = (HeadersBytes + noteOctets.Length + UnpackerAlignment - 1) & ~(UnpackerAlignment - 1);
        var payloadAt = unpackerAt + unpacker.Octets.Length;
        var file = new byte[payloadAt + payload.Length];
        WriteHeader(file, unpacker.Entry);
        var headers = file.AsSpan(HeaderBytes);
        WriteSegment(ref headers, ElfSection.NoteSegment, Readable, HeadersBytes, 0, noteOctets.Length, (uint)noteOctets.Length);
        WriteSegment(
            ref headers, ElfSection.LoadSegment, Readable | Writable | Executable, unpackerAt, unpacker.Address, unpacker.Octets.Length, unpacker.MemoryBytes);
        WriteSegment(ref headers, ElfSection.LoadSegment, Readable | Writable, payloadAt, FlatImage.Start, 0, payloadAddress - FlatImage.Start);
        WriteSegment(ref headers, ElfSection.LoadSegment, Readable, payloadAt, payloadAddress, payload.Length, (uint)payload.Length);
        noteOctets.CopyTo(file, HeadersBytes);
        unpacker.Octets.CopyTo(file, unpackerAt);
        Descriptor.Write(file.AsSpan(unpackerAt), image, payloadAddress, payload.Length);
        payload.CopyTo(file, payloadAt);
        return file;
    }

    /// <summary>Of an x86-64 executable without sections.</summary>
    private static void WriteHeader(Span<byte> to, uint entry)
    {
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(to);
        BinaryPrimitives.WriteUInt16LittleEndian(to[16..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(to[18..], 62);
        BinaryPrimitives.WriteUInt32LittleEndian(to[20..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(to[24..], entry);
        BinaryPrimitives.WriteUInt64LittleEndian(to[32..], HeaderBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(to[52..], HeaderBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(to[54..], SegmentHeaderBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(to[56..], Segments);
    }

    /// <summary>Of a segment whose place in the file is not aligned, which p_align 1 says: nobody maps it.</summary>
    private static void WriteSegment(ref Span<byte> to, uint type, uint rights, int at, uint address, int bytes, uint memoryBytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(to, type);
        BinaryPrimitives.WriteUInt32LittleEndian(to[4..], rights);
        BinaryPrimitives.WriteUInt64LittleEndian(to[8..], (ulong)at);
        BinaryPrimitives.WriteUInt64LittleEndian(to[16..], address);
        BinaryPrimitives.WriteUInt64LittleEndian(to[24..], address);
        BinaryPrimitives.WriteUInt64LittleEndian(to[32..], (ulong)bytes);
        BinaryPrimitives.WriteUInt64LittleEndian(to[40..], memoryBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(to[48..], type == ElfSection.NoteSegment ? 4ul : 1ul);
        to = to[SegmentHeaderBytes..];
    }

    private static byte[] WriteNotes(IEnumerable<ElfNote> notes, uint entry)
    {
        using var octets = new MemoryStream();
        using var writer = new BinaryWriter(octets);
        foreach (var note in notes)
        {
            var owner = Encoding.UTF8.GetBytes(note.Owner + '\0');
            var content = note.Is(ElfNote.Xen, ElfNote.PvhEntry) ? BitConverter.GetBytes(entry) : note.Content;
            writer.Write(owner.Length);
            writer.Write(content.Length);
            writer.Write(note.Type);
            WritePadded(writer, owner);
            WritePadded(writer, content);
        }

        return octets.ToArray();
    }

    private static void WritePadded(BinaryWriter writer, byte[] octets)
    {
        writer.Write(octets);
        writer.Write(new byte[-octets.Length & 3]);
    }
}
