namespace MirageGen.TcpIp.Tcp;

/// <summary>What is due by time.</summary>
internal sealed partial class TcpConnection
{
    /// <summary>Timeouts in a row after which the next hop may have gone (R1 of RFC 9293 section 3.8.3; SHLD-10: at least three).</summary>
    private const int TroublingTimeouts = 3;

    /// <summary>The same, when segments as large have been delivered before: then the path may just be down.</summary>
    private const int TimeoutsOnProvenPath = 6;

    /// <summary>What a path takes that swallows larger segments: IPv6's least MTU, with room for tunnels (RFC 4821 section 7.7).</summary>
    private const int SafeSegment = 1024;

    private TimeSpan _lingerUntil = Never;
    private TimeSpan _keepAliveSentAt;
    private int _keepAlivesSent;
    private bool _isKeepAliveDue;

    /// <summary>The next time at which <see cref="Tick"/> has something to do; <see cref="Never"/> for none.</summary>
    public TimeSpan Deadline => State switch
    {
        TcpState.Closed => Never,
        TcpState.SynSent or TcpState.SynReceived => Earlier(_handshakeAt, _in.Deadline),
        TcpState.TimeWait => Earlier(_timeWait.Until, _in.Deadline),
        _ => Earlier(
            Earlier(Earlier(_out.Recovery.Deadline, _out.ProbeAt), Earlier(_in.Deadline, KeepAliveAt)),
            Earlier(GiveUpAt, State == TcpState.FinWait2 ? _lingerUntil : Never)),
    };

    /// <summary>Does what is due; nothing when nothing is.</summary>
    /// <param name="now">The loop's time.</param>
    public void Tick(TimeSpan now)
    {
        _in.Tick(now);
        switch (State)
        {
            case TcpState.Closed:
                break;
            case TcpState.SynSent:
            case TcpState.SynReceived:
                if (_handshakeAt <= now)
                {
                    TickHandshake(now);
                }

                break;
            case TcpState.TimeWait:
                if (_timeWait.Until <= now)
                {
                    End(TcpEvents.None);
                }

                break;
            default:
                TickSynchronized(now);
                break;
        }
    }

    /// <summary>When the peer has not answered for too long (RFC 5482, R2 of RFC 9293 section 3.8.3).</summary>
    private TimeSpan GiveUpAt => Later(_out.WaitingSince, UserTimeout);

    /// <summary>When the peer is to be asked whether it is there: only while nothing is on its way.</summary>
    private TimeSpan KeepAliveAt =>
        KeepAliveIdle is not { } idle || _isKeepAliveDue || _out.WaitingSince != Never ? Never
        : _keepAlivesSent == 0 ? Later(_heardAt, idle)
        : Later(_keepAliveSentAt, _settings.KeepAliveInterval);

    private void TickSynchronized(TimeSpan now)
    {
        if (GiveUpAt <= now)
        {
            End(TcpEvents.TimedOut);
            return;
        }

        if (State == TcpState.FinWait2 && _lingerUntil <= now)
        {
            End(TcpEvents.None);
            return;
        }

        if (KeepAliveAt <= now && !KeepAlive())
        {
            return;
        }

        _out.Tick(now);
        _out.Recovery.Tick(now, ref _statistics);
        if (_out.Recovery.TimeoutAt <= now)
        {
            TickRetransmission(now);
        }
    }

    private bool KeepAlive()
    {
        if (_keepAlivesSent >= _settings.KeepAliveProbes)
        {
            ResetPeer(TcpEvents.TimedOut);
            return false;
        }

        _isKeepAliveDue = true;
        return true;
    }

    private void TickRetransmission(TimeSpan now)
    {
        _statistics.Timeouts++;
        var recovery = _out.Recovery;
        recovery.TimedOut(_out.Window == 0, now);
        if (recovery.TimeoutsInARow == TroublingTimeouts)
        {
            _events |= TcpEvents.Troubled;
        }

        ShrinkOnBlackHole(now);
    }

    /// <summary>
    /// Large segments vanish and nobody says why: the path's ICMP messages may be filtered. Smaller ones may get through (RFC 4821
    /// section 7.7).
    /// </summary>
    private void ShrinkOnBlackHole(TimeSpan now)
    {
        var recovery = _out.Recovery;
        var board = recovery.Board;
        var patience = recovery.HasDeliveredFullSegment ? TimeoutsOnProvenPath : TroublingTimeouts;
        if (_out.Window == 0 || recovery.TimeoutsInARow % patience != 0 || board[board.FirstSlot].Length < recovery.SegmentOctets)
        {
            return;
        }

        var smaller = _path.SendSegment > SafeSegment ? SafeSegment : _path.DefaultSegment;
        if (smaller < _path.SendSegment)
        {
            UseSegments(smaller, now);
        }
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;

    /// <summary>A time after another, unless either is never.</summary>
    private static TimeSpan Later(TimeSpan time, TimeSpan wait) => time < Never - wait ? time + wait : Never;
}
