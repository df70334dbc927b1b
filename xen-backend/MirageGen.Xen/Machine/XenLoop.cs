using System.Diagnostics;
using MirageGen.Loop;
using MirageGen.Xen.Hypervisor;
using MirageGen.Xen.Interop;

namespace MirageGen.Xen.Machine;

/// <summary>The loop of a domain: between two turns it waits for event channels.</summary>
internal sealed class XenLoop(XenHypervisor hypervisor) : EventLoop(static () => Stopwatch.GetElapsedTime(0))
{
    private const long NanosecondsPerTick = 100;

    /// <summary>Makes the calling thread the loop's, starts something on it and runs it to its end.</summary>
    /// <returns>The task's result; an exception of the task, or of a callback on the loop, is thrown.</returns>
    public TResult Run<TResult>(Func<Task<TResult>> start) => RunToEnd(start);

    /// <inheritdoc/>
    protected override void WaitForEvents(TimeSpan atMost) => hypervisor.Poll(DeadlineOf(atMost));

    /// <inheritdoc/>
    protected override void Wake() => Shim.Wake();

    /// <summary>A time from now on the shim's clock, which is the loop's as well.</summary>
    public static ulong DeadlineAfter(TimeSpan time) => (ulong)((Stopwatch.GetElapsedTime(0) + time).Ticks * NanosecondsPerTick);

    private static ulong DeadlineOf(TimeSpan atMost)
    {
        if (atMost == Timeout.InfiniteTimeSpan)
        {
            return ulong.MaxValue;
        }

        return atMost == TimeSpan.Zero ? 0 : DeadlineAfter(atMost);
    }
}
