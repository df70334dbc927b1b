namespace MirageGen.XenHost.Elf;

/// <summary>A section or a segment of an ELF file: where its octets are.</summary>
internal readonly record struct ElfSection(string Name, uint Type, int Offset, int Bytes)
{
    /// <summary>The gABI's SHT_NOTE.</summary>
    public const uint Note = 7;

    /// <summary>The gABI's PT_NOTE, of a segment.</summary>
    public const uint NoteSegment = 4;
}
