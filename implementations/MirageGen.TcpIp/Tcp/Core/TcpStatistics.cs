namespace MirageGen.TcpIp.Tcp;

/// <summary>What a connection has counted. Segments of a plan count one by one.</summary>
internal struct TcpStatistics
{
    /// <summary>Segments that arrived, coalesced ones one by one.</summary>
    public long SegmentsReceived { get; internal set; }

    /// <summary>Octets that the application can read or has read.</summary>
    public long OctetsReceived { get; internal set; }

    /// <summary>Segments sent.</summary>
    public long SegmentsSent { get; internal set; }

    /// <summary>Octets of payload sent, retransmissions too.</summary>
    public long OctetsSent { get; internal set; }

    /// <summary>Segments retransmitted.</summary>
    public long SegmentsRetransmitted { get; internal set; }

    /// <summary>Retransmission timeouts.</summary>
    public long Timeouts { get; internal set; }

    /// <summary>Times that losses were found by acknowledgments.</summary>
    public long Recoveries { get; internal set; }

    /// <summary>Times that a recovery or a timeout turned out to be for nothing, and was undone.</summary>
    public long Undone { get; internal set; }

    /// <summary>Tail loss probes sent.</summary>
    public long TailProbes { get; internal set; }

    /// <summary>Zero-window probes sent.</summary>
    public long WindowProbes { get; internal set; }

    /// <summary>Challenge ACKs sent.</summary>
    public long Challenges { get; internal set; }

    /// <summary>Segments that arrived beyond a hole.</summary>
    public long OutOfOrder { get; internal set; }

    /// <summary>Segments that brought nothing new.</summary>
    public long Duplicates { get; internal set; }

    /// <summary>Segments dropped because they lay outside the window.</summary>
    public long DroppedOutsideWindow { get; internal set; }

    /// <summary>Segments dropped because their timestamp was old or missing (RFC 7323 section 5).</summary>
    public long DroppedByTimestamp { get; internal set; }

    /// <summary>Segments dropped because their acknowledgment cannot be (RFC 5961 section 5).</summary>
    public long DroppedByAcknowledgment { get; internal set; }

    /// <summary>Segments dropped because there were too many holes.</summary>
    public long DroppedByRunLimit { get; internal set; }

    /// <summary>Congestion marks received, as ECE (RFC 3168).</summary>
    public long CongestionMarks { get; internal set; }
}
