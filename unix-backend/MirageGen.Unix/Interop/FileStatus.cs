using System.Runtime.InteropServices;

namespace MirageGen.Unix.Interop;

/// <summary>struct statx (statx(2)), as far as it is read; the same on every architecture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    private const ushort KindMask = 0xF000;
    private const ushort KindDirectory = 0x4000;
    private const ushort KindRegular = 0x8000;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public long Size;

    [FieldOffset(96)]
    public FileTime Changed;

    [FieldOffset(112)]
    public FileTime Modified;

    public readonly bool IsDirectory => (Mode & KindMask) == KindDirectory;

    public readonly bool IsRegular => (Mode & KindMask) == KindRegular;
}
