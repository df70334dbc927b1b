using System.Runtime.InteropServices;

namespace MirageGen.Unix.Interop;

/// <summary>struct rlimit, as all 64-bit systems have it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ResourceLimit
{
    /// <summary>What holds now.</summary>
    public ulong Soft;

    /// <summary>Up to where the process may raise it.</summary>
    public ulong Hard;
}
