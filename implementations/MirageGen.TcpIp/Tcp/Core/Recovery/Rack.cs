namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// RACK (RFC 8985 section 6): a segment is lost when one that was sent enough later has been delivered. What is enough adapts to
/// reordering.
/// </summary>
internal struct Rack()
{
    private const int DuplicateThreshold = 3;
    private const int PersistRecoveries = 16;

    private TimeSpan _sentAt = TimeSpan.MinValue;
    private long _end;
    private TimeSpan _rtt;
    private long _highest;
    private long _roundEnd = long.MinValue;
    private int _multiplier = 1;
    private int _persist;
    private bool _sawReordering;

    /// <summary>Whether segments have arrived in another order than they were sent in.</summary>
    public readonly bool SawReordering => _sawReordering;

    /// <summary>A segment has been acknowledged or SACKed for the first time.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="minRtt">The least round-trip time.</param>
    /// <param name="isOriginal">Whether the echoed timestamp says that an earlier transmission of it was delivered.</param>
    /// <param name="now">The loop's time.</param>
    public void Delivered(in SentSegment segment, TimeSpan minRtt, bool isOriginal, TimeSpan now)
    {
        var isResent = segment.Transmissions > 1;
        if (segment.End > _highest)
        {
            _highest = segment.End;
        }
        else if (segment.End < _highest && !isResent)
        {
            _sawReordering = true;
        }

        // When it cannot have been this transmission that was delivered, it says nothing (section 6.2 step 2).
        var rtt = now - segment.SentAt;
        if (isResent && (isOriginal || rtt < minRtt))
        {
            return;
        }

        if (IsSentAfter(segment.SentAt, segment.End, _sentAt, _end))
        {
            (_sentAt, _end, _rtt) = (segment.SentAt, segment.End, rtt);
        }
    }

    /// <summary>The peer reports that it got octets twice: something was taken for lost too early (section 6.2 step 4).</summary>
    public void SawDuplicate(long unacknowledged, long sentTo)
    {
        if (unacknowledged >= _roundEnd)
        {
            _roundEnd = sentTo;
            _multiplier = Math.Min(_multiplier + 1, byte.MaxValue);
            _persist = PersistRecoveries;
        }
    }

    /// <summary>A recovery is over.</summary>
    public void Recovered()
    {
        if (--_persist <= 0)
        {
            _multiplier = 1;
        }
    }

    /// <summary>Marks what is lost.</summary>
    /// <param name="board">What was sent.</param>
    /// <param name="window">The time to allow for reordering: <see cref="ReorderWindow"/>.</param>
    /// <param name="now">The loop's time.</param>
    /// <returns>When to look again; <see cref="TimeSpan.MaxValue"/> when an acknowledgment must come first.</returns>
    public readonly TimeSpan MarkLost(Scoreboard board, TimeSpan window, TimeSpan now)
    {
        // The list is ordered by time, so the first that is not lost ends the search: each segment is looked at once for each time
        // that it is sent, and once more at each look.
        for (var slot = board.OldestInFlight; slot != SegmentList.None;)
        {
            ref readonly var segment = ref board[slot];
            if (!IsSentAfter(_sentAt, _end, segment.SentAt, segment.End))
            {
                break;
            }

            var lostAt = segment.SentAt + _rtt + window;
            if (lostAt > now)
            {
                return lostAt;
            }

            var next = segment.Next;
            board.MarkLost(slot);
            slot = next;
        }

        return TimeSpan.MaxValue;
    }

    /// <summary>Marks what is lost when the retransmission timer fires: besides the first segment, all that are overdue (section 6.3).</summary>
    public readonly void MarkOverdue(Scoreboard board, TimeSpan window, TimeSpan now)
    {
        while (board.OldestInFlight != SegmentList.None && board[board.OldestInFlight].SentAt + _rtt + window <= now)
        {
            board.MarkLost(board.OldestInFlight);
        }
    }

    /// <summary>How long to wait for segments that were overtaken (section 6.2 step 4).</summary>
    public readonly TimeSpan ReorderWindow(RttEstimator rtt, bool isRecovering, int sackedCount)
    {
        if (!rtt.HasSample || (!_sawReordering && (isRecovering || sackedCount >= DuplicateThreshold)))
        {
            return TimeSpan.Zero;
        }

        var window = TimeSpan.FromTicks(rtt.Min.Ticks * _multiplier / 4);
        return window < rtt.Smoothed ? window : rtt.Smoothed;
    }

    private static bool IsSentAfter(TimeSpan at, long end, TimeSpan otherAt, long otherEnd) =>
        at > otherAt || (at == otherAt && end > otherEnd);
}
