using System.Runtime.InteropServices;

namespace MirageGen.Unix.Interop;

/// <summary>
/// What the C library offers on every Unix. Blittable throughout; a negative result means that <see cref="Errno.Last"/>
/// says why (the runtime keeps errno intact across the return from a native call).
/// </summary>
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    public const int StandardInput = 0;
    public const int StandardOutput = 1;
    public const int StandardError = 2;

    public const int GetDescriptorFlags = 1;
    public const int OpenReadWrite = 2;

    public const int SignalPipe = 13;
    public const nint IgnoreSignal = 1;

    [LibraryImport(Library, EntryPoint = "read")]
    public static partial nint Read(int descriptor, void* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "write")]
    public static partial nint Write(int descriptor, void* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "close")]
    public static partial int Close(int descriptor);

    // Variadic in C; without further arguments that makes no difference.
    [LibraryImport(Library, EntryPoint = "fcntl")]
    public static partial int Control(int descriptor, int command);

    [LibraryImport(Library, EntryPoint = "open")]
    public static partial int Open(byte* path, int flags);

    /// <summary>Waits for one descriptor.</summary>
    [LibraryImport(Library, EntryPoint = "poll")]
    public static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    /// <summary>getauxval(3): what the kernel told the program when it began.</summary>
    [LibraryImport(Library, EntryPoint = "getauxval")]
    public static partial nuint AuxiliaryValue(nuint type);

    [LibraryImport(Library, EntryPoint = "getentropy")]
    public static partial int GetEntropy(void* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "getrlimit")]
    public static partial int GetResourceLimit(int resource, out ResourceLimit limit);

    [LibraryImport(Library, EntryPoint = "setrlimit")]
    public static partial int SetResourceLimit(int resource, in ResourceLimit limit);

    [LibraryImport(Library, EntryPoint = "signal")]
    public static partial nint Signal(int number, nint handler);
}
