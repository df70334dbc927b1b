namespace MirageGen.TcpIp.Tcp;

internal sealed partial class LossRecovery
{
    /// <summary>What a peer may hold back its acknowledgment of a single segment (RFC 8985 section 7.2).</summary>
    private static readonly TimeSpan LongestAcknowledgmentDelay = TimeSpan.FromMilliseconds(200);

    private TimeSpan _timeoutAt = TimeSpan.MaxValue;
    private TimeSpan _probeAt = TimeSpan.MaxValue;
    private TimeSpan _reorderAt = TimeSpan.MaxValue;

    /// <summary>When something is due.</summary>
    public TimeSpan Deadline => Earlier(_timeoutAt, Earlier(_probeAt, _reorderAt));

    /// <summary>When the retransmission timer fires.</summary>
    public TimeSpan TimeoutAt => _timeoutAt;

    /// <summary>Whether a tail loss probe is to be sent: new octets when there are some, else the last segment again.</summary>
    public bool IsProbeDue { get; private set; }

    /// <summary>When something was last sent.</summary>
    public TimeSpan LastSentAt => _load.LastSentAt;

    /// <summary>Looks for losses and makes a probe due when it is time. The retransmission timer is apart: <see cref="TimedOut"/>.</summary>
    /// <param name="now">The loop's time.</param>
    /// <param name="statistics">Where to count.</param>
    public void Tick(TimeSpan now, ref TcpStatistics statistics)
    {
        if (_reorderAt <= now)
        {
            TickReordering(now, ref statistics);
        }

        if (_probeAt <= now)
        {
            _probeAt = TimeSpan.MaxValue;
            IsProbeDue = CanProbe;
            _timeoutAt = IsProbeDue ? now + Rtt.Timeout : _timeoutAt;
        }
    }

    /// <summary>The retransmission timer has fired (RFC 6298 section 5.4).</summary>
    /// <param name="isWindowClosed">Whether the peer takes nothing: then silence is no sign of congestion.</param>
    /// <param name="now">The loop's time.</param>
    public void TimedOut(bool isWindowClosed, TimeSpan now)
    {
        TimeoutsInARow++;
        Rtt.BackOff();
        _timeoutAt = now + Rtt.Timeout;
        (_probeAt, _reorderAt) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        IsProbeDue = false;
        _probe.Forget();
        _mustSendFirst = true;
        _duplicateOctets = 0;
        _duplicates = 0;
        if (Board[Board.FirstSlot].State == SentSegmentState.Sacked)
        {
            Board.ForgetSacks();
        }

        Board.MarkFirstLost();
        if (isWindowClosed)
        {
            return;
        }

        _rack.MarkOverdue(Board, _rack.ReorderWindow(Rtt, isRecovering: false, Board.SackedCount), now);
        EnterLoss();
    }

    /// <summary>Those that were overtaken have had their time (RFC 8985 section 6.2 step 5).</summary>
    private void TickReordering(TimeSpan now, ref TcpStatistics statistics)
    {
        var pipe = Pipe;
        var lost = Board.LostOctets;
        FindLosses(now);
        if (Board.LostOctets == lost)
        {
            return;
        }

        EnterRecovery(pipe, ref statistics);
        // After a timeout, the rate is slow start's.
        if (Phase == RecoveryPhase.Recovery)
        {
            _rate.Acknowledged(0, Pipe, isProgress: false);
        }
    }

    private void EnterLoss()
    {
        // When a recovery fails, the threshold is that of the recovery already.
        var isFirst = Phase == RecoveryPhase.Open || (Phase == RecoveryPhase.Loss && TimeoutsInARow == 1);
        if (Phase == RecoveryPhase.Open)
        {
            _undo.Begin();
        }
        else if (Phase == RecoveryPhase.Recovery)
        {
            // It took a timeout to repair, so it was no error to begin it.
            _undo.Disarm();
        }

        Control.TimedOut(Next - Unacknowledged, isFirst);
        Phase = RecoveryPhase.Loss;
        _recoveryPoint = Next;
        _reducedUntil = Next;
    }

    private bool CanProbe =>
        _hasSack && Phase == RecoveryPhase.Open && !_probe.IsOut && Board.Count > 0 && Board.SackedCount == 0 && Board.LostOctets == 0;

    private void ScheduleProbe(TimeSpan now)
    {
        _probeAt = TimeSpan.MaxValue;
        if (!CanProbe || IsProbeDue)
        {
            return;
        }

        var wait = TimeSpan.FromSeconds(1);
        if (Rtt.HasSample)
        {
            wait = Rtt.Smoothed + Rtt.Smoothed + (Board.Count == 1 ? LongestAcknowledgmentDelay : TimeSpan.FromMilliseconds(2));
        }

        _probeAt = Earlier(now + wait, _timeoutAt);
    }

    private void ProbeSent(bool isRetransmission)
    {
        IsProbeDue = false;
        _probeAt = TimeSpan.MaxValue;
        _probe.Sent(Next, isRetransmission);
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
