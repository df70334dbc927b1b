using System.Runtime.InteropServices;

namespace MirageGen.Xen.Interop;

/// <summary>
/// What the native shim offers (xen-backend/native/xen/abi.h): hypercalls, pages, the wait for events, and the end. Those
/// that only take a moment run in the collector's cooperative mode.
/// </summary>
internal static unsafe partial class Shim
{
    private const string Library = "miragegen-xen";

    /// <summary>Calls the hypervisor.</summary>
    /// <returns>Zero or more, or a negated error number of Xen's.</returns>
    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "miragegen_hypercall")]
    public static partial long Hypercall(uint operation, ulong first, ulong second, ulong third = 0, ulong fourth = 0, ulong fifth = 0);

    /// <summary>Takes zeroed pages that follow each other, also in the machine's memory; null when there are none.</summary>
    [LibraryImport(Library, EntryPoint = "miragegen_pages_take")]
    public static partial void* TakePages(ulong count);

    /// <summary>Gives such pages back.</summary>
    [LibraryImport(Library, EntryPoint = "miragegen_pages_give")]
    public static partial void GivePages(void* first, ulong count);

    /// <summary>The guest's frame number of an address within such pages.</summary>
    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "miragegen_frame_of")]
    public static partial ulong FrameOf(void* address);

    /// <summary>Frame numbers with no memory behind them, for the hypervisor to put its own there.</summary>
    /// <returns>The first of them; zero when there are none.</returns>
    [LibraryImport(Library, EntryPoint = "miragegen_unused_frame")]
    public static partial ulong UnusedFrames(ulong count);

    /// <summary>Where a guest frame is to be seen, also one that is no memory of this domain's own; null where there is no memory for tables.</summary>
    [LibraryImport(Library, EntryPoint = "miragegen_frame_show")]
    public static partial void* ShowFrame(ulong frame);

    /// <summary>The page that the hypervisor shares with the domain.</summary>
    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "miragegen_shared_info")]
    public static partial void* SharedInfo();

    /// <summary>Lets other threads run until an event has come since the last call, or a time of the monotonic clock.</summary>
    /// <param name="deadline">In nanoseconds; <see cref="ulong.MaxValue"/> for none.</param>
    [LibraryImport(Library, EntryPoint = "miragegen_wait_events")]
    public static partial byte WaitForEvents(ulong deadline);

    /// <summary>Ends a <see cref="WaitForEvents"/> of another thread, now or the next one.</summary>
    [LibraryImport(Library, EntryPoint = "miragegen_wake")]
    public static partial void Wake();

    /// <summary>Writes to the console of whatever is underneath, at once.</summary>
    [LibraryImport(Library, EntryPoint = "write")]
    public static partial nint Write(int descriptor, byte* first, nuint count);

    /// <summary>Fills memory from the shim's generator; there is no other error than that flags are set.</summary>
    [LibraryImport(Library, EntryPoint = "getrandom")]
    public static partial nint GetRandom(byte* first, nuint count, uint flags);

    /// <summary>Suspends the domain until it goes on.</summary>
    /// <returns>Zero in another domain, one in the same, or a negated error number of Xen's.</returns>
    [LibraryImport(Library, EntryPoint = "miragegen_suspend")]
    public static partial long Suspend();

    /// <summary>Ends the domain.</summary>
    [LibraryImport(Library, EntryPoint = "miragegen_shutdown")]
    public static partial void Shutdown(int reason);

    /// <summary>Whether Xen is underneath.</summary>
    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "miragegen_is_xen")]
    public static partial byte IsXen();
}
