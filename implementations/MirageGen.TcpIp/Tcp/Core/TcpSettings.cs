namespace MirageGen.TcpIp.Tcp;

/// <summary>What the connections of a device have in common. The defaults are for hosts on the Internet.</summary>
internal sealed record TcpSettings
{
    /// <summary>Between a connection's answers to segments that carry nothing and cannot be taken (RFC 5961 section 7).</summary>
    public static readonly TimeSpan ChallengeInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>How the sender finds out what the path bears.</summary>
    public TcpCongestionControl CongestionControl { get; init; } = TcpCongestionControl.Cubic;

    /// <summary>Whether congestion marks are negotiated.</summary>
    public TcpEcn Ecn { get; init; } = TcpEcn.OnRequest;

    /// <summary>Whether SACK is negotiated (RFC 2018).</summary>
    public bool SelectiveAcknowledgments { get; init; } = true;

    /// <summary>Whether timestamps are negotiated (RFC 7323 section 3).</summary>
    public bool Timestamps { get; init; } = true;

    /// <summary>Whether window scaling is negotiated (RFC 7323 section 2).</summary>
    public bool WindowScaling { get; init; } = true;

    /// <summary>Whether small segments are held back while others are on their way (SHLD-7); a connection can change it (MUST-17).</summary>
    public bool Nagle { get; init; } = true;

    /// <summary>Whether the congestion window shrinks to its initial size while nothing is sent (RFC 5681 section 4.1).</summary>
    public bool RestartAfterIdle { get; init; } = true;

    /// <summary>Segments that may be sent before the first acknowledgment (RFC 6928).</summary>
    public int InitialWindowSegments { get; init; } = 10;

    /// <summary>The first retransmission timeout (RFC 6298 section 2.1).</summary>
    public TimeSpan InitialRetransmissionTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The least that is added to the round-trip time for the retransmission timeout, as in Linux.</summary>
    public TimeSpan MinRetransmissionTimeout { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The most that the retransmission timeout grows to (RFC 6298 section 2.5).</summary>
    public TimeSpan MaxRetransmissionTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long a SYN is retransmitted (MUST-23: at least three minutes).</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long the answer to a SYN is retransmitted: shorter, as each costs a place in the device's table.</summary>
    public TimeSpan HalfOpenTimeout { get; init; } = TimeSpan.FromSeconds(63);

    /// <summary>How long octets may remain unacknowledged before the connection is given up (RFC 5482; R2 of RFC 9293 section 3.8.3).</summary>
    public TimeSpan UserTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The most that an acknowledgment waits for another segment or for data (MUST-40: less than 0.5 s).</summary>
    public TimeSpan DelayedAcknowledgment { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>After how much silence the peer is asked whether it is there; null for never (MUST-25); two hours or more otherwise (MUST-28).</summary>
    public TimeSpan? KeepAliveIdle { get; init; }

    /// <summary>Between unanswered keep-alives.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>Unanswered keep-alives before the connection is given up (MUST-29: one is not enough).</summary>
    public int KeepAliveProbes { get; init; } = 9;

    /// <summary>How long TIME-WAIT lasts: twice the maximum segment lifetime, as in Linux.</summary>
    public TimeSpan TimeWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long FIN-WAIT-2 waits for the peer when nobody reads any more.</summary>
    public TimeSpan FinWait2 { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Octets of receive buffer a connection begins with.</summary>
    public int InitialReceiveBuffer { get; init; } = 128 * 1024;

    /// <summary>Octets of receive buffer it can grow to.</summary>
    public int MaxReceiveBuffer { get; init; } = 6 * 1024 * 1024;

    /// <summary>Octets of send buffer a connection begins with.</summary>
    public int InitialSendBuffer { get; init; } = 64 * 1024;

    /// <summary>Octets of send buffer it can grow to.</summary>
    public int MaxSendBuffer { get; init; } = 4 * 1024 * 1024;

    /// <summary>Runs of octets that are kept beyond the first hole; further segments are dropped.</summary>
    public int MaxOutOfOrderRuns { get; init; } = 1024;

    /// <summary>Segments on their way at once; further octets wait.</summary>
    public int MaxSegmentsInFlight { get; init; } = 16_384;

    /// <summary>Bounds the segments on their way of all connections together; null for no bound but each connection's own.</summary>
    public SegmentBudget? SegmentBudget { get; init; }

    /// <summary>Bounds the challenge ACKs of all connections together; null for no bound but each connection's own.</summary>
    public ITcpChallengeBudget? ChallengeBudget { get; init; }
}
