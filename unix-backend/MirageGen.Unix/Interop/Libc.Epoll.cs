using System.Runtime.InteropServices;

namespace MirageGen.Unix.Interop;

/// <content>epoll(7) and eventfd(2).</content>
internal static unsafe partial class Libc
{
    public const int CloseOnExec = 0x8_0000;
    public const int NonBlocking = 0x800;

    public const int EpollAdd = 1;
    public const int EpollModify = 3;

    private const nint EpollWait2Number = 441;

    [LibraryImport(Library, EntryPoint = "epoll_create1")]
    public static partial int EpollCreate(int flags);

    [LibraryImport(Library, EntryPoint = "epoll_ctl")]
    public static partial int EpollControl(int epoll, int operation, int descriptor, void* entry);

    [LibraryImport(Library, EntryPoint = "epoll_wait")]
    public static partial int EpollWait(int epoll, void* entries, int count, int milliseconds);

    [LibraryImport(Library, EntryPoint = "eventfd")]
    public static partial int EventDescriptor(uint initial, int flags);

    /// <summary>
    /// epoll_pwait2(2), with a timeout in nanoseconds. Called by its number, which is the same on every architecture,
    /// because a C library may be older than the kernel it runs on.
    /// </summary>
    public static int EpollWait2(int epoll, void* entries, int count, in TimeSpec timeout)
    {
        fixed (TimeSpec* at = &timeout)
        {
            return (int)SystemCall(EpollWait2Number, epoll, (nint)entries, count, (nint)at, 0, 0);
        }
    }

    [LibraryImport(Library, EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint a, nint b, nint c, nint d, nint e, nint f);
}
