namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// A connection as the device holds it: its core, its places in the table, the queues and the heap, and the flow that an
/// application has of it. The flow comes with the end of the handshake. When its application and the peer have done, what is
/// left for TIME-WAIT goes to <see cref="TimeWaitTable"/>.
/// </summary>
internal sealed class Connection(ConnectionKey key, TcpConnection core)
{
    /// <summary>The <see cref="HeapIndex"/> of a connection without a place in the heap.</summary>
    public const int NotQueued = -1;

    /// <summary>What it has counted and the device has passed on.</summary>
    public ConnectionCounts Counted;

    /// <summary>Its ends.</summary>
    public ConnectionKey Key { get; } = key;

    /// <summary>Its state.</summary>
    public TcpConnection Core { get; } = core;

    /// <summary>Who waits for it to be established; null when nobody does any more.</summary>
    public IConnectionOwner? Owner { get; set; }

    /// <summary>What its application has of it.</summary>
    public TcpFlow? Flow { get; set; }

    /// <summary>Whether it is no more: neither in the table nor to be sent for.</summary>
    public bool IsGone { get; set; }

    /// <summary>Its hash in <see cref="ConnectionTable"/>.</summary>
    public uint Place { get; set; }

    /// <summary>The next in <see cref="ReadyQueue"/>.</summary>
    public Connection? NextReady { get; set; }

    /// <summary>Whether it is in <see cref="ReadyQueue"/>.</summary>
    public bool IsReady { get; set; }

    /// <summary>Its place in <see cref="DeadlineHeap"/>.</summary>
    public int HeapIndex { get; set; } = NotQueued;

    /// <summary>When the heap looks at it: at its deadline, or before.</summary>
    public TimeSpan QueuedAt { get; set; }

    /// <summary>Where it stands, for an operator.</summary>
    public ConnectionReport Report()
    {
        var measures = Core.Measures;
        return new(
            Key.Local,
            Key.Remote,
            Core.State.Name(),
            Core.Readable,
            Core.Unacknowledged,
            measures.CongestionWindow,
            measures.SmoothedRtt,
            Core.Statistics.SegmentsRetransmitted);
    }
}
