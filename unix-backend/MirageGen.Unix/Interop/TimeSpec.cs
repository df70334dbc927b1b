using System.Runtime.InteropServices;

namespace MirageGen.Unix.Interop;

/// <summary>struct __kernel_timespec: seconds and nanoseconds.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct TimeSpec(TimeSpan span)
{
    public readonly long Seconds = span.Ticks / TimeSpan.TicksPerSecond;
    public readonly long Nanoseconds = span.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick;
}
