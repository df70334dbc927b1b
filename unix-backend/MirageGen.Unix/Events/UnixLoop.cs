using System.Diagnostics;
using MirageGen.Loop;
using MirageGen.Unix.Buffers;
using MirageGen.Unix.Tcp;
using MirageGen.Unix.Udp;

namespace MirageGen.Unix.Events;

/// <summary>The loop of a process: runs one task to its end, and knows how sockets are made on this system.</summary>
internal abstract class UnixLoop : EventLoop, IDisposable
{
    private List<IDeferred> _deferred = [];
    private List<IDeferred> _resuming = [];

    protected UnixLoop()
        : base(static () => Stopwatch.GetElapsedTime(0))
    {
        Closing = new ClosingFlows(this);
    }

    /// <summary>The system's TCP.</summary>
    public abstract TcpSockets Tcp { get; }

    /// <summary>The system's UDP.</summary>
    public abstract UdpSockets Udp { get; }

    /// <summary>The buffers of the loop's flows.</summary>
    public SegmentPool Segments { get; } = new();

    /// <summary>The flows that nobody uses any more and that have not ended yet.</summary>
    public ClosingFlows Closing { get; }

    /// <summary>Counts the looks for events: what a device does between two of them is bounded.</summary>
    public uint Turn { get; private set; }

    /// <summary>Makes the loop of this system.</summary>
    public static UnixLoop Create() => OperatingSystem.IsLinux() ? new EpollLoop() : new PortableLoop();

    /// <summary>Makes the calling thread the loop's, starts something on it and runs it to its end.</summary>
    /// <returns>The task's result; an exception of the task, or of a callback on the loop, is thrown.</returns>
    public TResult Run<TResult>(Func<Task<TResult>> start) => RunToEnd(start);

    /// <summary>Has a device called once in the next turn: it had its share of this one.</summary>
    public void Defer(IDeferred device) => _deferred.Add(device);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected sealed override void WaitForEvents(TimeSpan atMost)
    {
        (_deferred, _resuming) = (_resuming, _deferred);
        Turn++;
        Poll(_resuming.Count > 0 ? TimeSpan.Zero : atMost);
        foreach (var device in _resuming)
        {
            device.Resume();
        }

        _resuming.Clear();
    }

    /// <summary>Sleeps until an event arrives, the loop is woken or the time has passed, and hands events out.</summary>
    /// <param name="atMost">Zero: only look. <see cref="Timeout.InfiniteTimeSpan"/>: there is no deadline.</param>
    protected abstract void Poll(TimeSpan atMost);

    /// <summary>Gives up what the loop holds of the system.</summary>
    protected abstract void Dispose(bool disposing);
}
