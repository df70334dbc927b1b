using System.Runtime.InteropServices;

namespace MirageGen.Unix.Interop;

/// <content>
/// Files relative to an open directory: openat(2) and its kin, with Linux's numbers. Names are zero-terminated UTF-8.
/// </content>
internal static unsafe partial class Libc
{
    public const int CurrentDirectory = -100;

    public const int OpenReadOnly = 0;
    public const int OpenWriteOnly = 1;
    public const int OpenCreate = 0x40;
    public const int OpenExclusively = 0x80;
    public const int OpenNonBlocking = 0x800;

    public const int RemoveDirectory = 0x200;
    public const int NoFollow = 0x100;
    public const int EmptyPath = 0x1000;
    public const uint BasicStatus = 0x7FF;
    public const int NoWait = 8;

    public const int SeekEnd = 2;
    public const int KeepSize = 1;
    public const int PunchHole = 2;

    // These two differ between the architectures (asm/fcntl.h).
    private const int OpenDirectoryX64 = 0x1_0000;
    private const int OpenNoFollowX64 = 0x2_0000;
    private const int OpenDirectoryArm64 = 0x4000;
    private const int OpenNoFollowArm64 = 0x8000;

    /// <summary>O_DIRECTORY.</summary>
    public static int OpenDirectory =>
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? OpenDirectoryArm64 : OpenDirectoryX64;

    /// <summary>O_NOFOLLOW: the last part of the path must be no symbolic link.</summary>
    public static int OpenNoFollow =>
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? OpenNoFollowArm64 : OpenNoFollowX64;

    // Variadic in C; on these systems' calling conventions a fixed fourth argument is the same.
    [LibraryImport(Library, EntryPoint = "openat")]
    public static partial int OpenAt(int directory, byte* name, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "statx")]
    public static partial int Status(int directory, byte* name, int flags, uint mask, FileStatus* status);

    [LibraryImport(Library, EntryPoint = "pread")]
    public static partial nint ReadAt(int descriptor, void* buffer, nuint length, long offset);

    /// <summary>preadv2(2), which can be told not to wait for the disk.</summary>
    [LibraryImport(Library, EntryPoint = "preadv2")]
    public static partial nint ReadAt2(int descriptor, IoVector* vectors, int count, long offset, int flags);

    /// <summary>Moves a descriptor's place and says where it is.</summary>
    [LibraryImport(Library, EntryPoint = "lseek")]
    public static partial long Seek(int descriptor, long offset, int from);

    /// <summary>fallocate(2): with <see cref="PunchHole"/> and <see cref="KeepSize"/> a part of a file becomes a hole.</summary>
    [LibraryImport(Library, EntryPoint = "fallocate")]
    public static partial int Allocate(int descriptor, int mode, long offset, long length);

    [LibraryImport(Library, EntryPoint = "mkdirat")]
    public static partial int MakeDirectoryAt(int directory, byte* name, uint mode);

    [LibraryImport(Library, EntryPoint = "unlinkat")]
    public static partial int UnlinkAt(int directory, byte* name, int flags);

    [LibraryImport(Library, EntryPoint = "renameat")]
    public static partial int RenameAt(int fromDirectory, byte* from, int toDirectory, byte* to);

    /// <summary>Sets the times of last access and modification.</summary>
    [LibraryImport(Library, EntryPoint = "futimens")]
    public static partial int SetTimes(int descriptor, TimeSpec* accessedAndModified);

    [LibraryImport(Library, EntryPoint = "fsync")]
    public static partial int Sync(int descriptor);

    /// <summary>Makes everything on a descriptor's file system safe.</summary>
    [LibraryImport(Library, EntryPoint = "syncfs")]
    public static partial int SyncFileSystem(int descriptor);

    [LibraryImport(Library, EntryPoint = "fdopendir")]
    public static partial nint OpenDirectoryStream(int descriptor);

    [LibraryImport(Library, EntryPoint = "readdir")]
    public static partial byte* ReadDirectory(nint stream);

    [LibraryImport(Library, EntryPoint = "closedir")]
    public static partial int CloseDirectory(nint stream);
}
