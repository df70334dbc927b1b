using System.Runtime.InteropServices;

namespace MirageGen.Unix.Interop;

/// <summary>struct pollfd of poll(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    public const short Writable = 4;

    public int Descriptor;
    public short Asked;
    public short Found;
}
