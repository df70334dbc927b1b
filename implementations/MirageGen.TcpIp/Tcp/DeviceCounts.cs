namespace MirageGen.TcpIp.Tcp;

/// <summary>What the device counts itself, and what its past connections had counted. A mutable struct: keep it in a field.</summary>
internal struct DeviceCounts
{
    public long ActiveOpens;
    public long PassiveOpens;
    public long FailedOpens;
    public long Resets;
    public long SegmentsReceived;
    public long StrayResets;
    public long CookiesSent;
    public long CookiesAccepted;
    public long TimeWaitsRecycled;
    public long DroppedMalformed;
    public long DroppedMartian;
    public long DroppedUnanswered;
    public long DroppedBacklog;
    public long DroppedTableFull;
    public long DroppedMemory;
    public long DroppedNoRoute;

    private long _segmentsSent;
    private long _octetsReceived;
    private long _octetsSent;
    private long _retransmitted;
    private long _timeouts;
    private long _challenges;
    private long _droppedByConnections;

    /// <summary>Adds what a connection has counted.</summary>
    public void Add(in TcpStatistics connection)
    {
        _segmentsSent += connection.SegmentsSent;
        _octetsReceived += connection.OctetsReceived;
        _octetsSent += connection.OctetsSent;
        _retransmitted += connection.SegmentsRetransmitted;
        _timeouts += connection.Timeouts;
        _challenges += connection.Challenges;
        _droppedByConnections += connection.DroppedOutsideWindow + connection.DroppedByTimestamp
            + connection.DroppedByAcknowledgment + connection.DroppedByRunLimit;
    }

    /// <summary>All of it for whoever wants to read it, with what is so now.</summary>
    public readonly TcpCounters Read(int connections, int halfOpen, int timeWaits, long bufferOctets) => new()
    {
        Connections = connections,
        HalfOpen = halfOpen,
        TimeWaits = timeWaits,
        BufferOctets = bufferOctets,
        ActiveOpens = ActiveOpens,
        PassiveOpens = PassiveOpens,
        FailedOpens = FailedOpens,
        Resets = Resets,
        SegmentsReceived = SegmentsReceived,
        SegmentsSent = _segmentsSent,
        OctetsReceived = _octetsReceived,
        OctetsSent = _octetsSent,
        SegmentsRetransmitted = _retransmitted,
        Timeouts = _timeouts,
        Challenges = _challenges,
        StrayResets = StrayResets,
        CookiesSent = CookiesSent,
        CookiesAccepted = CookiesAccepted,
        TimeWaitsRecycled = TimeWaitsRecycled,
        DroppedMalformed = DroppedMalformed,
        DroppedMartian = DroppedMartian,
        DroppedUnanswered = DroppedUnanswered,
        DroppedBacklog = DroppedBacklog,
        DroppedTableFull = DroppedTableFull,
        DroppedMemory = DroppedMemory,
        DroppedByConnections = _droppedByConnections,
        DroppedNoRoute = DroppedNoRoute,
    };
}
