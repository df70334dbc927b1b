using System.Runtime.InteropServices;
using MirageGen.Interop;

namespace MirageGen.Xen.Tests;

/// <summary>Those parts of the shim that touch no machine, compiled for this process.</summary>
public sealed unsafe class NativeParts : IDisposable
{
    private static readonly string[] Sources = ["memory/ranges.c", "memory/holes.c", "cpu/idle.c", "cpu/halt.S", "entropy/chacha20.c", "unpack/addresses.c", "unpack/frames.c"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-xen-");
    private readonly nint _library;

    public NativeParts()
    {
        var native = Path.Combine(Guest.Root(), "xen-backend", "native");
        var library = Path.Combine(_folder.FullName, "parts.so");
        Shell.Run("gcc", ["-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-I", native, "-o", library, .. Sources.Select(source => Path.Combine(native, source))])
            .Succeeded();
        _library = NativeLibrary.Load(library);
        Block = (delegate* unmanaged<uint*, uint, uint*, void>)NativeLibrary.GetExport(_library, "chacha20_block");
        Enter = (delegate* unmanaged<ulong, ulong, int, byte, Range*>)NativeLibrary.GetExport(_library, "ranges_enter");
        Find = (delegate* unmanaged<ulong, Range*>)NativeLibrary.GetExport(_library, "ranges_find");
        Avoid = (delegate* unmanaged<ulong, ulong, void>)NativeLibrary.GetExport(_library, "holes_avoid");
        StartHoles = (delegate* unmanaged<ulong>)NativeLibrary.GetExport(_library, "holes_start");
        TakeHoles = (delegate* unmanaged<ulong, ulong>)NativeLibrary.GetExport(_library, "holes_take");
        RestoreAddresses = (delegate* unmanaged<byte*, nuint, nuint, byte*, byte*, void>)NativeLibrary.GetExport(_library, "addresses_restore");
        RestoreFrames = (delegate* unmanaged<byte*, byte*, void>)NativeLibrary.GetExport(_library, "frames_restore");
        EndIdle = (delegate* unmanaged<ulong*, void>)NativeLibrary.GetExport(_library, "idle_end");
        Halt = NativeLibrary.GetExport(_library, "cpu_halt");
        Remove = (delegate* unmanaged<ulong, ulong, byte>)NativeLibrary.GetExport(_library, "ranges_remove");
    }

    /// <summary>One reservation, as memory/ranges.h has it.</summary>
    internal readonly record struct Range(ulong Start, ulong End, int Protection, byte Guarded);

    /// <summary>Key, counter, block.</summary>
    internal delegate* unmanaged<uint*, uint, uint*, void> Block { get; }

    /// <summary>Length, alignment, protection, guarded; null where there is no room.</summary>
    internal delegate* unmanaged<ulong, ulong, int, byte, Range*> Enter { get; }

    /// <summary>Address; null where nothing is reserved.</summary>
    internal delegate* unmanaged<ulong, Range*> Find { get; }

    /// <summary>Start and end; 0 where the table is full.</summary>
    internal delegate* unmanaged<ulong, ulong, byte> Remove { get; }

    /// <summary>Start and end of an entry of the memory map.</summary>
    internal delegate* unmanaged<ulong, ulong, void> Avoid { get; }

    /// <summary>The address of the holes.</summary>
    internal delegate* unmanaged<ulong> StartHoles { get; }

    /// <summary>Frames; 0 where there are no more.</summary>
    internal delegate* unmanaged<ulong, ulong> TakeHoles { get; }

    /// <summary>Code, its octets, those without addresses, calls, operands.</summary>
    internal delegate* unmanaged<byte*, nuint, nuint, byte*, byte*, void> RestoreAddresses { get; }

    /// <summary>.eh_frame, .eh_frame_hdr.</summary>
    internal delegate* unmanaged<byte*, byte*, void> RestoreFrames { get; }

    /// <summary>An interrupt's frame.</summary>
    internal delegate* unmanaged<ulong*, void> EndIdle { get; }

    /// <summary>Where the processor halts.</summary>
    internal nint Halt { get; }

    public void Dispose()
    {
        NativeLibrary.Free(_library);
        _folder.Delete(recursive: true);
    }
}
