using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Buffers;

/// <summary>
/// The file that this program is. What lies in a segment that is never written to, as embedded content does in a NativeAOT
/// binary, is in the kernel's cache of that file too, from where sendfile(2) sends it without copying.
/// </summary>
internal sealed unsafe class ProgramFile
{
    private const int HeadersVector = 3;
    private const int HeaderSizeVector = 4;
    private const int HeaderCountVector = 5;

    private static readonly Lazy<ProgramFile> Program = new(Open);

    private readonly Part[] _parts;

    /// <summary>Takes what is known of a file.</summary>
    /// <param name="descriptor">The file; it stays open.</param>
    /// <param name="parts">Where it lies in memory, unchanged.</param>
    public ProgramFile(int descriptor, params Part[] parts)
    {
        Descriptor = descriptor;
        _parts = parts;
    }

    /// <summary>This program's; looked for when it is first asked for. Without parts where the system does not tell.</summary>
    public static ProgramFile Own => Program.Value;

    /// <summary>One in which nothing is.</summary>
    public static ProgramFile None { get; } = new(-1);

    /// <summary>To read it by.</summary>
    public int Descriptor { get; }

    /// <summary>Finds memory in the file.</summary>
    /// <param name="memory">Where it begins.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="offset">Where it begins in the file.</param>
    /// <returns>Whether all of it is there, unchanged for good.</returns>
    public bool TryLocate(void* memory, long length, out long offset)
    {
        foreach (var part in _parts)
        {
            var place = (byte*)memory - (byte*)part.Memory;
            if (place >= 0 && place <= part.Length - length)
            {
                offset = part.Offset + place;
                return true;
            }
        }

        offset = 0;
        return false;
    }

    private static ProgramFile Open()
    {
        var parts = ReadOnlyParts((byte*)Libc.AuxiliaryValue(HeadersVector), (int)Libc.AuxiliaryValue(HeaderCountVector));
        fixed (byte* name = "/proc/self/exe\0"u8)
        {
            var file = parts.Length == 0 ? -1 : Libc.OpenAt(Libc.CurrentDirectory, name, Libc.OpenReadOnly | Libc.CloseOnExec, 0);
            return file < 0 ? None : new(file, parts);
        }
    }

    /// <summary>Reads the program headers (ELF-64 object file format, program header), which the kernel has left in memory.</summary>
    private static Part[] ReadOnlyParts(byte* headers, int count)
    {
        if (headers is null || Libc.AuxiliaryValue(HeaderSizeVector) != (nuint)sizeof(ProgramHeader))
        {
            return [];
        }

        var entries = new ReadOnlySpan<ProgramHeader>(headers, count);
        var parts = new List<Part>();
        foreach (ref readonly var self in entries)
        {
            if (self.Type == ProgramHeader.Headers)
            {
                var start = headers - self.Address;
                foreach (ref readonly var entry in entries)
                {
                    // What may be written is not what the file has, even when it is made read-only after relocation.
                    if (entry.Type == ProgramHeader.Load && (entry.Flags & ProgramHeader.Writable) == 0)
                    {
                        parts.Add(new((nint)(start + entry.Address), (long)entry.FileLength, (long)entry.Offset));
                    }
                }
            }
        }

        return [.. parts];
    }

    /// <summary>A part of a file that lies in memory.</summary>
    /// <param name="Memory">Where it begins.</param>
    /// <param name="Length">How long it is.</param>
    /// <param name="Offset">Where it begins in the file.</param>
    internal readonly record struct Part(nint Memory, long Length, long Offset);
}
