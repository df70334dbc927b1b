using System.Runtime.InteropServices;

namespace MirageGen.Unix.Interop;

/// <summary>Elf64_Phdr: a segment of a program.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ProgramHeader
{
    /// <summary>PT_LOAD: is in memory.</summary>
    public const uint Load = 1;

    /// <summary>PT_PHDR: these headers themselves.</summary>
    public const uint Headers = 6;

    /// <summary>PF_W.</summary>
    public const uint Writable = 2;

    public uint Type;
    public uint Flags;
    public ulong Offset;
    public ulong Address;
    public ulong PhysicalAddress;
    public ulong FileLength;
    public ulong MemoryLength;
    public ulong Alignment;
}
