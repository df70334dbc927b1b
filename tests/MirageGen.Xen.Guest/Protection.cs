using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MirageGen.Xen.Guest;

/// <summary>What must not be possible; each way ends the image or is refused.</summary>
internal static unsafe partial class Protection
{
    private const int Read = 1, Write = 2, Execute = 4;
    private const int PrivateAnonymous = 0x22;
    private const ulong DirectMap = 0xffff_8000_0000_0000;
    private const byte ReturnInstruction = 0xc3;

    public static int Violate(string way)
    {
        switch (way)
        {
            case "write-text":
                *(byte*)(delegate*<int, int>)&Recurse = ReturnInstruction;
                break;
            case "write-alias":
                *(byte*)(DirectMap + (ulong)(delegate*<int, int>)&Recurse) = ReturnInstruction;
                break;
            case "write-constant":
                fixed (byte* constant = "constant"u8)
                {
                    *constant = 0;
                }

                break;
            case "execute-data":
                var code = (byte*)NativeMemory.Alloc(16);
                *code = ReturnInstruction;
                ((delegate* unmanaged<void>)code)();
                break;
            case "execute-writable":
                var both = (byte*)Map(null, 4096, Read | Write | Execute, PrivateAnonymous, -1, 0);
                *both = ReturnInstruction;
                ((delegate* unmanaged<void>)both)();
                break;
            case "recurse":
                return Recurse(0);
            case "recurse-thread":
                var thread = new Thread(() => Recurse(0));
                thread.Start();
                thread.Join();
                break;
            case "map":
                ShowMappings();
                return 0;
            default:
                Console.WriteLine($"no property is called '{way}'");
                return 1;
        }

        Console.WriteLine($"{way} went unnoticed");
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Recurse(int depth) => depth < 0 ? 0 : Recurse(depth + 1) + Recurse(depth + 2);

    /// <summary>Code made at run time: written first, then executable, as the runtime makes its thunks.</summary>
    private static void ShowMappings()
    {
        Console.WriteLine($"protect text {Protect(PageOf((delegate*<int, int>)&Recurse), 4096, Read | Write)}");
        Console.WriteLine($"protect null {Protect(null, 4096, Read | Write)}");
        var page = (byte*)Map(null, 4096, Read | Write, PrivateAnonymous, -1, 0);
        *page = ReturnInstruction;
        Console.WriteLine($"protect {Protect(page, 4096, Read | Execute)}");
        ((delegate* unmanaged<void>)page)();
        Console.WriteLine("called");
        Twice twice = value => 2 * value;
        Console.WriteLine($"thunk {((delegate* unmanaged<int, int>)Marshal.GetFunctionPointerForDelegate(twice))(21)}");
        GC.KeepAlive(twice);
    }

    private static void* PageOf(void* address) => (void*)((nuint)address & ~(nuint)4095);

    private delegate int Twice(int value);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(void* address, nuint length, int protection);
}
