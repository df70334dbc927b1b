namespace MirageGen.XenHost.Elf;

/// <summary>A section or a segment of an ELF file: where its octets are.</summary>
internal readonly record struct ElfSection(string Name, uint Type, int Offset, int Bytes)
{
    /// <summary>The gABI's SHT_NOTE.</summary>
    public const uint Note = 7;

    /// <summary>The gABI's PT_LOAD, of a segment.</summary>
    public const uint LoadSegment = 1;

    /// <summary>The gABI's PT_NOTE, of a segment.</summary>
    public const uint NoteSegment = 4;

    /// <summary>PT_GNU_EH_FRAME (LSB Core, 10.2): where .eh_frame_hdr is.</summary>
    public const uint FrameHeaderSegment = 0x6474e550;

    /// <summary>Where a segment is loaded: its physical address, p_paddr.</summary>
    public ulong Address { get; init; }

    /// <summary>How much memory a segment takes: its octets and the zeros behind them.</summary>
    public ulong MemoryBytes { get; init; }

    /// <summary>Whether a segment is code, PF_X.</summary>
    public bool IsExecutable { get; init; }

    /// <summary>Whether its octets are not all in the file, and none of them are here.</summary>
    public bool IsCut { get; init; }
}
