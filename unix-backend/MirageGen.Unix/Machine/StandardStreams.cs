using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Machine;

/// <summary>Descriptors 0, 1 and 2.</summary>
internal static unsafe class StandardStreams
{
    /// <summary>
    /// Opens those that whoever started the process had closed, on nothing: else the next file or socket would have that
    /// number, and what is logged would go there.
    /// </summary>
    public static void EnsureOpen()
    {
        for (var descriptor = Libc.StandardInput; descriptor <= Libc.StandardError; descriptor++)
        {
            if (Libc.Control(descriptor, Libc.GetDescriptorFlags) < 0)
            {
                fixed (byte* nothing = "/dev/null\0"u8)
                {
                    // The lowest free number is given, which is this one.
                    _ = Libc.Open(nothing, Libc.OpenReadWrite);
                }
            }
        }
    }
}
