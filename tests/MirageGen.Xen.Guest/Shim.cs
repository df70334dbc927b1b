using System.Runtime.InteropServices;

namespace MirageGen.Xen.Guest;

/// <summary>What xen-backend/native/xen/abi.h offers.</summary>
internal static unsafe partial class Shim
{
    private const string Library = "miragegen-xen";

    [LibraryImport(Library, EntryPoint = "miragegen_is_xen")]
    [SuppressGCTransition]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool IsXen();

    [LibraryImport(Library, EntryPoint = "miragegen_hypercall")]
    [SuppressGCTransition]
    public static partial long Hypercall(uint operation, ulong a, ulong b, ulong c, ulong d, ulong e);

    [LibraryImport(Library, EntryPoint = "miragegen_pages_take")]
    [SuppressGCTransition]
    public static partial void* TakePages(ulong count);

    [LibraryImport(Library, EntryPoint = "miragegen_pages_give")]
    [SuppressGCTransition]
    public static partial void GivePages(void* first, ulong count);

    [LibraryImport(Library, EntryPoint = "miragegen_frame_of")]
    [SuppressGCTransition]
    public static partial ulong FrameOf(void* address);

    [LibraryImport(Library, EntryPoint = "miragegen_frame_show")]
    [SuppressGCTransition]
    public static partial void* ShowFrame(ulong frame);

    [LibraryImport(Library, EntryPoint = "miragegen_unused_frame")]
    [SuppressGCTransition]
    public static partial ulong UnusedFrame(ulong count);

    [LibraryImport(Library, EntryPoint = "miragegen_shared_info")]
    [SuppressGCTransition]
    public static partial byte* SharedInfo();

    [LibraryImport(Library, EntryPoint = "miragegen_wait_events")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool WaitEvents(ulong deadline);

    [LibraryImport(Library, EntryPoint = "miragegen_suspend")]
    public static partial long Suspend();

    [LibraryImport(Library, EntryPoint = "miragegen_shutdown")]
    public static partial void ShutDown(int reason);
}
