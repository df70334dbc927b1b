namespace MirageGen.TcpIp.Tests.Tcp.Device;

/// <summary>What TCP has counted, at one moment.</summary>
internal sealed class Counts(TcpCounters counters)
{
    public int Connections { get; } = (int)counters.Connections.Value;

    public int HalfOpen { get; } = (int)counters.HalfOpen.Value;

    public int TimeWaits { get; } = (int)counters.TimeWaits.Value;

    public long BufferOctets { get; } = counters.BufferOctets.Value;

    public long PassiveOpens { get; } = counters.PassiveOpens.Value;

    public long FailedOpens { get; } = counters.FailedOpens.Value;

    public long Resets { get; } = counters.Resets.Value;

    public long SegmentsReceived { get; } = counters.SegmentsReceived.Value;

    public long SegmentsRetransmitted { get; } = counters.Retransmissions.Value;

    public long Timeouts { get; } = counters.Timeouts.Value;

    public long StrayResets { get; } = counters.StrayResets.Value;

    public long CookiesSent { get; } = counters.CookiesSent.Value;

    public long CookiesAccepted { get; } = counters.CookiesAccepted.Value;

    public long CookiesAhead { get; } = counters.CookiesAhead.Value;

    public long Challenges { get; } = counters.Challenges.Value;

    public long TimeWaitsRecycled { get; } = counters.TimeWaitsRecycled.Value;

    public long DroppedMalformed { get; } = counters.Malformed.Value + counters.BadChecksum.Value;

    public long DroppedMartian { get; } = counters.Martians.Value;

    public long DroppedUnanswered { get; } = counters.Unanswered.Value;

    public long DroppedBacklog { get; } = counters.BacklogFull.Value;

    public long DroppedMemory { get; } = counters.MemoryFull.Value;

    public long DroppedNoRoute { get; } = counters.NoRoute.Value;

    public long DroppedByConnections { get; } = counters.OutsideWindow.Value + counters.OldTimestamp.Value
        + counters.BadAcknowledgment.Value + counters.TooManyHoles.Value;
}
