namespace MirageGen.TcpIp.Tcp;

/// <summary>What the device passes on of a connection's own counts. Their differences are right even when they wrap round.</summary>
internal readonly record struct ConnectionCounts(
    int Timeouts, int Challenges, int OutsideWindow, int OldTimestamp, int BadAcknowledgment, int TooManyHoles)
{
    public ConnectionCounts(in TcpStatistics statistics)
        : this(
            (int)statistics.Timeouts,
            (int)statistics.Challenges,
            (int)statistics.DroppedOutsideWindow,
            (int)statistics.DroppedByTimestamp,
            (int)statistics.DroppedByAcknowledgment,
            (int)statistics.DroppedByRunLimit)
    {
    }
}
