namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// A connection as a state machine without data (RFC 9293): from headers, counts of octets and time to state, events and plans
/// of what to send. It has no clock, device or buffer, and allocates nothing per segment. Begin it with one of
/// <see cref="Connect"/>, <see cref="Accept"/> and <see cref="AcceptCookie"/>. After any call, there may be plans
/// (<see cref="TryPlan"/>), events (<see cref="TakeEvents"/>) and another <see cref="Deadline"/>.
/// </summary>
/// <remarks>
/// Times are the loop's. Offsets count octets of data from the first in a direction. A segment is for the connection when the
/// addresses and ports say so and its checksum is right; nothing else is presumed of it.
/// </remarks>
/// <param name="settings">What the connections of a device have in common.</param>
/// <param name="path">The way to the peer.</param>
/// <param name="timestampOffset">
/// Added to the clock in milliseconds for our timestamps; unpredictable for others (RFC 7323 section 7.1), the same for successive
/// connections between the same ends if TIME-WAIT is to be recycled by timestamps (RFC 6191).
/// </param>
internal sealed partial class TcpConnection(TcpSettings settings, TcpPath path, uint timestampOffset)
{
    /// <summary>The deadline when nothing is due.</summary>
    public static readonly TimeSpan Never = TimeSpan.MaxValue;

    private readonly TcpSettings _settings = settings;
    private readonly TimestampClock _clock = new(timestampOffset);
    private readonly SendSide _out = new(settings, new TimestampClock(timestampOffset));
    private readonly ReceiveSide _in = new(settings, path.ReceiveSegment);
    private TcpPath _path = path;
    private TcpStatistics _statistics;
    private TcpEvents _events;
    private TimeWait _timeWait;
    private TimeSpan _heardAt;
    private bool _isPassive;
    private bool _hasStoppedReading;
    private bool _owesReset;

    /// <summary>The state (RFC 9293 section 3.3.2).</summary>
    public TcpState State { get; private set; }

    /// <summary>Octets that the application can take now: in order and not consumed.</summary>
    public long Readable => _in.Readable;

    /// <summary>How many octets of our stream the peer has acknowledged: the send buffer needs none before this offset.</summary>
    public long Acknowledged => _out.Acknowledged;

    /// <summary>Octets that the application has queued and the peer has not acknowledged.</summary>
    public long Unacknowledged => _out.Queued - _out.Acknowledged;

    /// <summary>The length of the peer's stream, once its FIN and all octets before it have come.</summary>
    public long? PeerFinishedAt => _in.FinishedAt;

    /// <summary>Octets that the send buffer should hold to keep the path full; more may be queued. Grows with the congestion window.</summary>
    public int SendCapacity => _out.Capacity;

    /// <summary>Octets from the first that was not consumed to which an arrival may reach. Only grows.</summary>
    public int ReceiveCapacity => _in.Capacity;

    /// <summary>Whether small segments are sent at once (MUST-17: Nagle's algorithm can be switched off).</summary>
    public bool NoDelay { get; set; } = !settings.Nagle;

    /// <summary>How long octets may remain unacknowledged (RFC 5482); the settings' value at first.</summary>
    public TimeSpan UserTimeout { get; set; } = settings.UserTimeout;

    /// <summary>After how much silence the peer is asked whether it is there; null for never (MUST-24). The settings' value at first.</summary>
    public TimeSpan? KeepAliveIdle { get; set; } = settings.KeepAliveIdle;

    /// <summary>The last soft error that ICMP reported since the peer was heard (RFC 5461): a reason to give beside a timeout.</summary>
    public TcpPathError? SoftError { get; private set; }

    /// <summary>What was counted.</summary>
    public ref readonly TcpStatistics Statistics => ref _statistics;

    /// <summary>Where the connection stands.</summary>
    public TcpMeasures Measures
    {
        get
        {
            var recovery = _out.Recovery;
            var rtt = recovery.Rtt;
            return new TcpMeasures(
                rtt.Smoothed,
                rtt.Min,
                rtt.Timeout,
                recovery.Window,
                recovery.Control.Threshold,
                recovery.Pipe,
                _out.Window,
                recovery.SegmentOctets);
        }
    }

    /// <summary>The application has queued so many octets more.</summary>
    /// <exception cref="InvalidOperationException">It had finished.</exception>
    public void Write(int octets) => _out.Write(octets);

    /// <summary>
    /// The application will queue no more (CLOSE of RFC 9293 section 3.10.4). What is queued is sent first, after the handshake if that
    /// is not done; reading goes on. Again, it does nothing.
    /// </summary>
    public void Finish()
    {
        if (_out.IsFinished)
        {
            return;
        }

        _out.Finish();
        switch (State)
        {
            case TcpState.Established:
                State = TcpState.FinWait1;
                break;
            case TcpState.CloseWait:
                State = TcpState.LastAck;
                break;
        }
    }

    /// <summary>The application has taken octets in order, at most <see cref="Readable"/>: the window may open.</summary>
    /// <param name="octets">How many.</param>
    /// <param name="now">The loop's time.</param>
    public void Consume(int octets, TimeSpan now)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(octets, Readable);
        _in.Consume(octets, now);
    }

    /// <summary>
    /// The application will read no more. Octets that are unread, or that arrive after, reset the connection, so that the peer knows
    /// that they are lost (SHLD-3), and FIN-WAIT-2 does not wait for ever.
    /// </summary>
    /// <param name="now">The loop's time.</param>
    public void StopReading(TimeSpan now)
    {
        _hasStoppedReading = true;
        if (_in.Readable > 0)
        {
            Abort();
        }
        else if (State == TcpState.FinWait2)
        {
            _lingerUntil = now + _settings.FinWait2;
        }
    }

    /// <summary>Ends the connection at once; a reset is planned where the peer must know (ABORT of RFC 9293 section 3.10.5).</summary>
    public void Abort()
    {
        switch (State)
        {
            case TcpState.SynReceived:
            case TcpState.Established:
            case TcpState.FinWait1:
            case TcpState.FinWait2:
            case TcpState.CloseWait:
                ResetPeer(TcpEvents.None);
                break;
            case not TcpState.Closed:
                End(TcpEvents.None);
                break;
        }
    }

    /// <summary>What happened since the last call.</summary>
    public TcpEvents TakeEvents()
    {
        var events = _events;
        _events = TcpEvents.None;
        return events;
    }

    /// <summary>What is left of it in TIME-WAIT, when nobody needs more; null in other states.</summary>
    public TimeWait? TimeWait => State == TcpState.TimeWait ? _timeWait : null;

    /// <summary>The connection is over, and the peer is to know.</summary>
    private void ResetPeer(TcpEvents reason)
    {
        _owesReset = true;
        State = TcpState.Closed;
        _events |= reason;
        _out.Recovery.Clear();
    }

    /// <summary>The connection is over, and nothing is left to send.</summary>
    private void End(TcpEvents reason)
    {
        _owesReset = false;
        State = TcpState.Closed;
        _events |= reason | TcpEvents.Closed;
        _out.Recovery.Clear();
    }

    /// <summary>Both directions are over; what is still on its way is waited for.</summary>
    private void EnterTimeWait(TimeSpan now)
    {
        State = TcpState.TimeWait;
        var window = (int)Math.Min(_out.LargestWindow, int.MaxValue);
        _timeWait = new(
            _out.Space.At(_out.Recovery.Next), _in.Sequence, (int)Math.Max(0, _in.Edge - _in.Next), window, _in.Window, _in.Timestamps, now + _settings.TimeWait);
        _out.Recovery.Clear();
    }

    private void EnterFinWait2(TimeSpan now)
    {
        State = TcpState.FinWait2;
        if (_hasStoppedReading)
        {
            _lingerUntil = now + _settings.FinWait2;
        }
    }
}
