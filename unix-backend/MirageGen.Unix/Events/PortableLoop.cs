using MirageGen.Unix.Tcp;
using MirageGen.Unix.Udp;

namespace MirageGen.Unix.Events;

/// <summary>The loop on other systems: sleeps on a semaphore; .NET's sockets complete on other threads and post to it.</summary>
internal sealed class PortableLoop : UnixLoop
{
    private readonly SemaphoreSlim _wake = new(0);

    public PortableLoop()
    {
        Tcp = new PortableTcp(this);
        Udp = new PortableUdp();
    }

    /// <inheritdoc/>
    public override TcpSockets Tcp { get; }

    /// <inheritdoc/>
    public override UdpSockets Udp { get; }

    /// <summary>Where flows receive what nobody reads; its content means nothing.</summary>
    public byte[] Discarded { get; } = new byte[64 * 1024];

    /// <inheritdoc/>
    protected override void Poll(TimeSpan atMost)
    {
        // Rounded up to what the semaphore can: to wake too early would mean to sleep again, for nothing.
        var milliseconds = atMost == Timeout.InfiniteTimeSpan
            ? Timeout.Infinite
            : (int)Math.Min(int.MaxValue, Math.Ceiling(atMost.TotalMilliseconds));
        while (_wake.Wait(milliseconds))
        {
            // However often it was woken, there is one look.
            milliseconds = 0;
        }
    }

    /// <inheritdoc/>
    protected override void Wake() => _ = _wake.Release();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The semaphore stays: a post may come when the loop is over.
    }
}
