using System.Runtime.InteropServices;

namespace MirageGen.Unix.Interop;

/// <summary>struct __kernel_timespec: seconds and nanoseconds.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct TimeSpec
{
    private const long LeaveAsItIs = (1 << 30) - 2;

    public readonly long Seconds;
    public readonly long Nanoseconds;

    /// <summary>A span of time.</summary>
    public TimeSpec(TimeSpan span)
        : this(span.Ticks / TimeSpan.TicksPerSecond, span.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick)
    {
    }

    private TimeSpec(long seconds, long nanoseconds)
    {
        Seconds = seconds;
        Nanoseconds = nanoseconds;
    }

    /// <summary>UTIME_OMIT: a file's time that is not to be set.</summary>
    public static TimeSpec Omitted => new(0, LeaveAsItIs);
}
