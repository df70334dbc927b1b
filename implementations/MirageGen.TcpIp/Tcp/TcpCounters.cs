namespace MirageGen.TcpIp;

/// <summary>What a TCP device has counted since it was made, over all its connections.</summary>
public sealed record TcpCounters
{
    /// <summary>Connections that exist now, in whatever state.</summary>
    public required int Connections { get; init; }

    /// <summary>Of these, handshakes with peers that have not answered ours.</summary>
    public required int HalfOpen { get; init; }

    /// <summary>Of these, connections that are over and kept for what may still be on its way (TIME-WAIT).</summary>
    public required int TimeWaits { get; init; }

    /// <summary>Octets of buffers that flows hold now.</summary>
    public required long BufferOctets { get; init; }

    /// <summary>Attempts to connect.</summary>
    public required long ActiveOpens { get; init; }

    /// <summary>Connections that peers have established.</summary>
    public required long PassiveOpens { get; init; }

    /// <summary>Attempts to connect, from either side, that came to nothing.</summary>
    public required long FailedOpens { get; init; }

    /// <summary>Established connections that ended with a reset, sent or received, or with a timeout.</summary>
    public required long Resets { get; init; }

    /// <summary>Segments received for this device, good and bad.</summary>
    public required long SegmentsReceived { get; init; }

    /// <summary>Segments that connections have sent.</summary>
    public required long SegmentsSent { get; init; }

    /// <summary>Octets that applications could read.</summary>
    public required long OctetsReceived { get; init; }

    /// <summary>Octets of payload sent, retransmissions too.</summary>
    public required long OctetsSent { get; init; }

    /// <summary>Segments sent again.</summary>
    public required long SegmentsRetransmitted { get; init; }

    /// <summary>Retransmission timeouts.</summary>
    public required long Timeouts { get; init; }

    /// <summary>Challenge ACKs sent (RFC 5961).</summary>
    public required long Challenges { get; init; }

    /// <summary>Resets sent in answer to segments for which there is no connection.</summary>
    public required long StrayResets { get; init; }

    /// <summary>SYN cookies sent (RFC 4987).</summary>
    public required long CookiesSent { get; init; }

    /// <summary>Connections that a SYN cookie has established.</summary>
    public required long CookiesAccepted { get; init; }

    /// <summary>Connections in TIME-WAIT that gave way to others before their time.</summary>
    public required long TimeWaitsRecycled { get; init; }

    /// <summary>Segments dropped because their header was cut short or their checksum wrong.</summary>
    public required long DroppedMalformed { get; init; }

    /// <summary>Segments dropped because no host can have sent them, or not to this one: from or to groups, from our own ends.</summary>
    public required long DroppedMartian { get; init; }

    /// <summary>Segments for which there is no connection that got no reset, because enough were sent in that second.</summary>
    public required long DroppedUnanswered { get; init; }

    /// <summary>SYNs and handshakes not taken further because the listener's backlog was full.</summary>
    public required long DroppedBacklog { get; init; }

    /// <summary>SYNs dropped because there are as many connections as there may be.</summary>
    public required long DroppedTableFull { get; init; }

    /// <summary>Segments dropped because flows hold as much memory as they may.</summary>
    public required long DroppedMemory { get; init; }

    /// <summary>Segments that connections dropped: outside the window, with timestamps or acknowledgments that cannot be.</summary>
    public required long DroppedByConnections { get; init; }

    /// <summary>Segments counted as sent and lost because there was no route.</summary>
    public required long DroppedNoRoute { get; init; }
}
