using System.Buffers.Binary;
using System.Text;

namespace MirageGen.XenHost.Elf;

/// <summary>The notes of an ELF file (gABI, chapter 5, "Note Section").</summary>
internal static class ElfNotes
{
    private const int HeaderBytes = 12;

    /// <summary>Whether a note of an owner and a type is in it, in a segment or in a section, as Xen looks for it.</summary>
    public static bool HasNote(this ElfFile file, string owner, uint type)
    {
        // No file is all notes twice over: more is sections on top of each other, and work without end.
        long unread = 2L * file.Bytes;
        var name = Encoding.ASCII.GetBytes(owner + '\0');
        foreach (var section in Notes(file))
        {
            unread -= section.Bytes;
            if (unread < 0)
            {
                return false;
            }

            if (HasNote(file.Octets(section), name, type))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<ElfSection> Notes(ElfFile file) =>
        file.Segments.Where(segment => segment.Type == ElfSection.NoteSegment)
            .Concat(file.Sections.Where(section => section.Type == ElfSection.Note));

    /// <summary>Name and content of each note are padded to four octets.</summary>
    private static bool HasNote(ReadOnlySpan<byte> notes, ReadOnlySpan<byte> owner, uint type)
    {
        while (notes.Length >= HeaderBytes)
        {
            long nameBytes = BinaryPrimitives.ReadUInt32LittleEndian(notes);
            long contentBytes = BinaryPrimitives.ReadUInt32LittleEndian(notes[4..]);
            if (BinaryPrimitives.ReadUInt32LittleEndian(notes[8..]) == type && notes[HeaderBytes..].StartsWith(owner) && nameBytes == owner.Length)
            {
                return true;
            }

            var next = HeaderBytes + Padded(nameBytes) + Padded(contentBytes);
            notes = next < notes.Length ? notes[(int)next..] : [];
        }

        return false;
    }

    private static long Padded(long bytes) => (bytes + 3) & ~3;
}
