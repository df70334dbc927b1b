using System.Buffers.Binary;

namespace MirageGen.XenHost.Elf;

/// <summary>The notes of an ELF file (gABI, chapter 5, "Note Section").</summary>
internal static class ElfNotes
{
    private const int HeaderBytes = 12;

    /// <summary>Whether a note of an owner and a type is in it, in a segment or in a section, as Xen looks for it.</summary>
    public static bool HasNote(this ElfFile file, string owner, uint type) => file.Notes().Any(note => note.Is(owner, type));

    /// <summary>The notes of its segments and sections; one that is in both is there twice.</summary>
    public static IEnumerable<ElfNote> Notes(this ElfFile file)
    {
        // No file is all notes twice over: more is sections on top of each other, and work without end.
        long unread = 2L * file.Bytes;
        foreach (var section in Holders(file))
        {
            unread -= section.Bytes;
            if (unread < 0)
            {
                yield break;
            }

            for (var rest = section; Next(file, ref rest) is { } note;)
            {
                yield return note;
            }
        }
    }

    private static IEnumerable<ElfSection> Holders(ElfFile file) =>
        file.Segments.Where(segment => segment.Type == ElfSection.NoteSegment)
            .Concat(file.Sections.Where(section => section.Type == ElfSection.Note));

    /// <summary>Takes a note from the beginning of what is left; name and content of each are padded to four octets.</summary>
    private static ElfNote? Next(ElfFile file, ref ElfSection rest)
    {
        var notes = file.Octets(rest);
        if (notes.Length < HeaderBytes)
        {
            return null;
        }

        long nameBytes = BinaryPrimitives.ReadUInt32LittleEndian(notes);
        long contentBytes = BinaryPrimitives.ReadUInt32LittleEndian(notes[4..]);
        var content = HeaderBytes + Padded(nameBytes);
        var next = content + Padded(contentBytes);
        var type = BinaryPrimitives.ReadUInt32LittleEndian(notes[8..]);
        var isWhole = content + contentBytes <= notes.Length;
        var note = new ElfNote(
            isWhole ? ElfFile.Text(notes.Slice(HeaderBytes, (int)nameBytes)) : string.Empty,
            type,
            isWhole ? notes.Slice((int)content, (int)contentBytes).ToArray() : []);
        var taken = (int)Math.Min(next, notes.Length);
        rest = rest with { Offset = rest.Offset + taken, Bytes = rest.Bytes - taken };
        return note;
    }

    private static long Padded(long bytes) => (bytes + 3) & ~3;
}
