using MirageGen.Unix.Tcp;
using MirageGen.Unix.Udp;

namespace MirageGen.Unix.Events;

/// <summary>The loop on other systems: sleeps on a semaphore; .NET's sockets complete on other threads and post to it.</summary>
internal sealed class PortableLoop : UnixLoop
{
    private readonly SemaphoreSlim _wake = new(0, 1);

    public PortableLoop()
    {
        Tcp = new PortableTcp(this);
        Udp = new PortableUdp(this);
    }

    /// <inheritdoc/>
    public override TcpSockets Tcp { get; }

    /// <inheritdoc/>
    public override UdpSockets Udp { get; }

    /// <inheritdoc/>
    protected override void Poll(TimeSpan atMost) => _ = _wake.Wait(atMost);

    /// <inheritdoc/>
    protected override void Wake()
    {
        try
        {
            _ = _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It will wake anyway.
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _wake.Dispose();
}
