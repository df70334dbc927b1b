using System.Runtime.InteropServices;

namespace MirageGen.Unix.Interop;

/// <summary>struct iovec: one piece of a gathered write.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IoVector
{
    public void* Base;
    public nuint Length;
}
