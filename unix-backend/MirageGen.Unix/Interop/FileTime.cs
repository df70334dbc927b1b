using System.Runtime.InteropServices;

namespace MirageGen.Unix.Interop;

/// <summary>struct statx_timestamp: seconds and nanoseconds since 1970.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct FileTime
{
    public long Seconds;
    public uint Nanoseconds;

    public readonly DateTimeOffset Time =>
        DateTimeOffset.UnixEpoch.AddTicks((Seconds * TimeSpan.TicksPerSecond) + (Nanoseconds / TimeSpan.NanosecondsPerTick));
}
