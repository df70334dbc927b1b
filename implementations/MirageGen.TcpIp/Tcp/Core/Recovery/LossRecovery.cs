namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// What becomes of what was sent: acknowledgments, losses, timeouts, and from them how much may be on its way. With SACK, losses are
/// found by RACK-TLP (RFC 8985); without, by NewReno (RFC 6582).
/// </summary>
/// <param name="settings">What the connections of a device have in common.</param>
/// <param name="clock">Our timestamps.</param>
internal sealed partial class LossRecovery(TcpSettings settings, TimestampClock clock)
{
    private readonly TcpSettings _settings = settings;
    private readonly TimestampClock _clock = clock;
    private readonly UndoWatch _undo = new();
    private Rack _rack = new();
    private ProportionalRate _rate;
    private TailProbe _probe = new();
    private RoundLoad _load;
    private long _recoveryPoint = long.MinValue;
    private long _reducedUntil = long.MinValue;
    private bool _hasSack;
    private bool _mustSendFirst;

    /// <summary>What was sent.</summary>
    public Scoreboard Board { get; } = new(settings.MaxSegmentsInFlight, settings.SegmentBudget);

    /// <summary>Round-trip times.</summary>
    public RttEstimator Rtt { get; } = new(settings);

    /// <summary>How much the path bears.</summary>
    public ICongestionControl Control { get; } =
        settings.CongestionControl == TcpCongestionControl.Cubic ? new Cubic() : new NewReno();

    /// <summary>What the sender is about.</summary>
    public RecoveryPhase Phase { get; private set; }

    /// <summary>Octets of payload in a full segment.</summary>
    public int SegmentOctets { get; private set; }

    /// <summary>The first unacknowledged offset.</summary>
    public long Unacknowledged { get; private set; }

    /// <summary>The first offset that was not sent.</summary>
    public long Next { get; private set; }

    /// <summary>Retransmission timeouts without an acknowledgment of new octets between them.</summary>
    public int TimeoutsInARow { get; private set; }

    /// <summary>Whether a full segment of this size was ever acknowledged.</summary>
    public bool HasDeliveredFullSegment { get; private set; }

    /// <summary>Whether an acknowledgment says something, even if it acknowledges nothing new.</summary>
    public bool IsListening => Board.Count > 0 || _probe.IsOut;

    /// <summary>Octets that are believed to be on their way.</summary>
    public long Pipe => Math.Max(0, Board.InFlightOctets - _duplicateOctets);

    /// <summary>The congestion window.</summary>
    public long Window => Phase == RecoveryPhase.Recovery ? _rate.Window : Control.Window;

    /// <summary>
    /// Whether the first segment is to be sent whatever the windows say: the retransmission timer has fired. Then only one segment
    /// of it goes.
    /// </summary>
    public bool MustSendFirst => _mustSendFirst && Board.FirstLost == Board.FirstSlot && Board.Count > 0;

    /// <summary>Data can be sent from here on.</summary>
    /// <param name="hasSack">Whether the peer takes part in SACK.</param>
    /// <param name="segmentOctets">Octets of payload in a full segment.</param>
    /// <param name="synWasLost">Whether the handshake timed out: then a single segment is the initial window (RFC 6928 section 2).</param>
    public void Begin(bool hasSack, int segmentOctets, bool synWasLost)
    {
        _hasSack = hasSack;
        SegmentChanged(segmentOctets);
        Control.Restart(synWasLost ? segmentOctets : InitialWindow);
        if (synWasLost)
        {
            Rtt.BeginAfterLostSyn();
        }
    }

    /// <summary>Segments have another size from here on.</summary>
    public void SegmentChanged(int segmentOctets)
    {
        SegmentOctets = segmentOctets;
        HasDeliveredFullSegment = false;
        Control.SegmentChanged(segmentOctets);
    }

    /// <summary>
    /// The path does not take what is on its way in segments larger than <see cref="SegmentOctets"/>: it is to be sent again in
    /// smaller ones, and nobody is to blame.
    /// </summary>
    /// <param name="dataEnd">The offset of the FIN, which takes no room in a segment.</param>
    /// <param name="now">The loop's time.</param>
    public void CutOversized(long dataEnd, TimeSpan now)
    {
        Board.Cut(SegmentOctets, dataEnd);
        if (Board.LostOctets > 0)
        {
            _timeoutAt = now + Rtt.Timeout;
        }
    }

    /// <summary>New octets were sent: as segments of <see cref="SegmentOctets"/> and a rest.</summary>
    /// <param name="octets">How many, with the FIN.</param>
    /// <param name="fin">One when there is a FIN, else zero.</param>
    /// <param name="isProbe">Whether they were a tail loss probe.</param>
    /// <param name="now">The loop's time.</param>
    public void SentNew(int octets, int fin, bool isProbe, TimeSpan now)
    {
        var wasEmpty = Board.Count == 0;
        for (var left = octets; left > 0;)
        {
            // The FIN does not make a segment of its own behind a full one.
            var length = left == SegmentOctets + fin ? left : Math.Min(left, SegmentOctets);
            Board.Append(Next, length, now);
            Next += length;
            left -= length;
        }

        AfterSending(octets, now);
        if (wasEmpty || isProbe)
        {
            _timeoutAt = now + Rtt.Timeout;
        }

        if (isProbe)
        {
            ProbeSent(isRetransmission: false);
        }
        else
        {
            ScheduleProbe(now);
        }
    }

    /// <summary>What waited to be sent again was sent, up to an offset.</summary>
    /// <param name="end">The offset behind the last octet sent.</param>
    /// <param name="now">The loop's time.</param>
    public void SentLost(long end, TimeSpan now)
    {
        while (Board.FirstLost is var slot and not SegmentList.None && Board[slot].Start < end)
        {
            if (slot == Board.FirstSlot)
            {
                // Its acknowledgment is what the timer waits for.
                _timeoutAt = now + Rtt.Timeout;
            }

            ref readonly var segment = ref Board[slot];
            _undo.Resent(segment.Start, segment.End, _clock.At(now));
            Board.Resent(slot, now);
            AfterSending(segment.Length, now);
            if (Board[slot].End >= end)
            {
                break;
            }
        }

        _mustSendFirst = false;
    }

    /// <summary>The last segment was sent again, as a tail loss probe.</summary>
    public void SentLast(TimeSpan now)
    {
        Board.Resent(Board.LastSlot, now);
        _timeoutAt = now + Rtt.Timeout;
        ProbeSent(isRetransmission: true);
    }

    /// <summary>Data are sent after a while in which nothing was on its way (RFC 5681 section 4.1).</summary>
    public void RestartAfterIdle() => Control.Restart(Math.Min(Control.Window, InitialWindow));

    /// <summary>A congestion mark came back (RFC 3168 section 6.1.2).</summary>
    /// <returns>Whether the window was reduced for it: once for all that is on its way.</returns>
    public bool Marked()
    {
        if (Phase != RecoveryPhase.Open || Unacknowledged < _reducedUntil)
        {
            return false;
        }

        Reduce();
        return true;
    }

    /// <summary>Everything is over.</summary>
    public void Clear()
    {
        Board.Clear();
        (_timeoutAt, _probeAt, _reorderAt) = (TimeSpan.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue);
        IsProbeDue = false;
    }

    /// <summary>The window to begin with (RFC 6928 section 2).</summary>
    public long InitialWindow =>
        Math.Min((long)_settings.InitialWindowSegments * SegmentOctets, Math.Max(2L * SegmentOctets, _settings.InitialWindowSegments * 1460L));

    /// <summary>Congestion that is no error of ours: the window shrinks, once for all that is on its way.</summary>
    private void Reduce()
    {
        _reducedUntil = Next;
        _undo.Disarm();
        Control.Congested(Next - Unacknowledged);
    }

    private void AfterSending(int octets, TimeSpan now)
    {
        _rate.Sent(octets);
        _load.Sent(Pipe, Pipe + SegmentOctets > Window, Next, now);
    }
}
