using MirageGen.TcpIp.Tcp;

namespace MirageGen.TcpIp;

/// <summary>What TCP counts, over all its connections.</summary>
internal sealed class TcpCounters(CounterGroup group)
{
    public Counter Connections { get; } = group.Add("connections", "connections now, in whatever state");

    public Counter HalfOpen { get; } = group.Add("half-open", "handshakes now with peers that have not answered ours");

    public Counter TimeWaits { get; } = group.Add("time-waits", "connections now that are over and kept for what may still be on its way");

    public Counter BufferOctets { get; } = group.Add("buffer-octets", "octets of the buffers that flows hold now");

    public Counter ActiveOpens { get; } = group.Add("active-opens", "attempts to connect");

    public Counter PassiveOpens { get; } = group.Add("passive-opens", "connections that peers have established");

    public Counter FailedOpens { get; } = group.Add("failed-opens", "attempts to connect, from either side, that came to nothing");

    public Counter Resets { get; } = group.Add("resets", "established connections that ended with a peer's reset or a timeout");

    public Counter Aborts { get; } = group.Add("aborts", "connections that their applications ended with a reset");

    public Counter SegmentsReceived { get; } = group.Add("segments-received", "segments received, good and bad, those that came in one counted as one");

    public Counter OctetsReceived { get; } = group.Add("octets-received", "octets that connections kept, in order or not");

    public Counter SegmentsSent { get; } = group.Add("segments-sent", "segments sent by connections");

    public Counter OctetsSent { get; } = group.Add("octets-sent", "octets of payload sent, retransmissions too");

    public Counter Retransmissions { get; } = group.Add("retransmissions", "segments sent again");

    public Counter Probes { get; } = group.Add("probes", "segments sent to find out about losses, closed windows and silent peers");

    public Counter Timeouts { get; } = group.Add("timeouts", "retransmission timeouts");

    public Counter Challenges { get; } = group.Add("challenges", "challenge ACKs sent");

    public Counter StrayResets { get; } = group.Add("stray-resets", "resets sent in answer to segments of no connection");

    public Counter CookiesSent { get; } = group.Add("cookies-sent", "SYNs answered with a cookie");

    public Counter CookiesAccepted { get; } = group.Add("cookies-accepted", "connections that a cookie has established");

    public Counter CookiesAhead { get; } = group.Add("cookies-ahead", "segments dropped because they came before the acknowledgment that brings their cookie back");

    public Counter TimeWaitsRecycled { get; } = group.Add("time-waits-recycled", "connections in TIME-WAIT that gave way before their time");

    public Counter Malformed { get; } = group.Add("malformed", "segments dropped for their header");

    public Counter BadChecksum { get; } = group.Add("bad-checksum", "segments dropped for their checksum");

    public Counter Martians { get; } = group.Add("martians", "segments dropped for their addresses: of groups, or of nobody");

    public Counter Unanswered { get; } = group.Add("unanswered", "segments of no connection that got no reset, because enough were sent");

    public Counter BacklogFull { get; } = group.Add("backlog-full", "SYNs and handshakes left to the peer's retries, because the listener's backlog was full");

    public Counter TableFull { get; } = group.Add("table-full", "SYNs dropped because there are as many connections as there may be");

    public Counter MemoryFull { get; } = group.Add("memory-full", "segments dropped because flows hold as much memory as they may");

    public Counter NoRoute { get; } = group.Add("no-route", "segments that had no way to leave, and count as lost");

    public Counter OutsideWindow { get; } = group.Add("outside-window", "segments dropped by connections: outside the window");

    public Counter OldTimestamp { get; } = group.Add("old-timestamp", "segments dropped by connections: their timestamp is old or missing");

    public Counter BadAcknowledgment { get; } = group.Add("bad-acknowledgment", "segments dropped by connections: they acknowledge what cannot be");

    public Counter TooManyHoles { get; } = group.Add("too-many-holes", "segments dropped by connections: beyond too many holes");

    /// <summary>Counts what a connection sends.</summary>
    public void Sent(in TcpPlan plan)
    {
        SegmentsSent.Add(plan.Segments);
        OctetsSent.Add(plan.Octets);
        switch (plan.Kind)
        {
            case TcpPlanKind.Retransmission:
                Retransmissions.Add(plan.Segments);
                break;
            case TcpPlanKind.TailProbe or TcpPlanKind.WindowProbe or TcpPlanKind.KeepAlive:
                Probes.Increment();
                break;
        }
    }

    /// <summary>Adds what a connection has counted itself since it was last asked.</summary>
    /// <param name="counted">What it had counted then; what it has now afterwards.</param>
    /// <param name="statistics">What it has counted.</param>
    public void Follow(ref ConnectionCounts counted, in TcpStatistics statistics)
    {
        var now = new ConnectionCounts(statistics);
        if (now != counted)
        {
            Timeouts.Add(now.Timeouts - counted.Timeouts);
            Challenges.Add(now.Challenges - counted.Challenges);
            OutsideWindow.Add(now.OutsideWindow - counted.OutsideWindow);
            OldTimestamp.Add(now.OldTimestamp - counted.OldTimestamp);
            BadAcknowledgment.Add(now.BadAcknowledgment - counted.BadAcknowledgment);
            TooManyHoles.Add(now.TooManyHoles - counted.TooManyHoles);
            counted = now;
        }
    }
}
