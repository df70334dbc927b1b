using MirageGen.TcpIp.Wire;

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
    private readonly TcpPath _path = path;
    private readonly uint _timestampOffset = timestampOffset;

    /// <summary>The state (RFC 9293 section 3.3.2).</summary>
    public TcpState State { get; private set; }

    /// <summary>Octets that the application can take now: in order and not consumed.</summary>
    public long Readable => throw new NotImplementedException();

    /// <summary>How many octets of our stream the peer has acknowledged: the send buffer needs none before this offset.</summary>
    public long Acknowledged => throw new NotImplementedException();

    /// <summary>The length of the peer's stream, once its FIN and all octets before it have come.</summary>
    public long? PeerFinishedAt => throw new NotImplementedException();

    /// <summary>Octets that the send buffer should hold to keep the path full; more may be queued. Grows with the congestion window.</summary>
    public int SendCapacity => throw new NotImplementedException();

    /// <summary>Octets from the first that was not consumed to which an arrival may reach. Only grows.</summary>
    public int ReceiveCapacity => throw new NotImplementedException();

    /// <summary>Whether small segments are sent at once (MUST-17: Nagle's algorithm can be switched off).</summary>
    public bool NoDelay { get; set; }

    /// <summary>How long octets may remain unacknowledged (RFC 5482); the settings' value at first.</summary>
    public TimeSpan UserTimeout { get; set; } = settings.UserTimeout;

    /// <summary>After how much silence the peer is asked whether it is there; null for never (MUST-24). The settings' value at first.</summary>
    public TimeSpan? KeepAliveIdle { get; set; } = settings.KeepAliveIdle;

    /// <summary>The last soft error that ICMP reported since the peer was heard (RFC 5461): a reason to give beside a timeout.</summary>
    public TcpPathError? SoftError { get; private set; }

    /// <summary>What was counted.</summary>
    public ref readonly TcpStatistics Statistics => ref _statistics;

    /// <summary>Where the connection stands.</summary>
    public TcpMeasures Measures => throw new NotImplementedException();

    /// <summary>The next time at which <see cref="Tick"/> has something to do; <see cref="Never"/> for none.</summary>
    public TimeSpan Deadline => throw new NotImplementedException();

    private TcpStatistics _statistics;

    /// <summary>Begins actively: SYN-SENT.</summary>
    /// <param name="initial">Our initial sequence number (RFC 6528).</param>
    /// <param name="now">The loop's time.</param>
    public void Connect(TcpSequence initial, TimeSpan now) => throw new NotImplementedException();

    /// <summary>Begins with a peer's SYN: SYN-RECEIVED.</summary>
    /// <param name="syn">A SYN for which <see cref="TcpStranger.BeginsConnection"/> holds.</param>
    /// <param name="initial">Our initial sequence number (RFC 6528).</param>
    /// <param name="now">The loop's time.</param>
    public void Accept(in TcpHeader syn, TcpSequence initial, TimeSpan now) => throw new NotImplementedException();

    /// <summary>
    /// Begins with the acknowledgment of a SYN cookie (RFC 4987 section 3.6): ESTABLISHED. Then <see cref="Receive"/> takes the same
    /// segment, for its payload and window.
    /// </summary>
    /// <param name="acknowledgment">The segment that brought the cookie back.</param>
    /// <param name="offered">What the peer's SYN had offered, as far as the cookie kept it.</param>
    /// <param name="now">The loop's time.</param>
    public void AcceptCookie(in TcpHeader acknowledgment, in TcpOptions offered, TimeSpan now) => throw new NotImplementedException();

    /// <summary>The options of the answer to a SYN, for a device that answers with a cookie.</summary>
    /// <param name="settings">The device's settings.</param>
    /// <param name="path">The way to the peer.</param>
    /// <param name="offered">The SYN's options.</param>
    /// <param name="timestamp">Our timestamp, if it is negotiated: milliseconds of the loop's time plus the connection's offset.</param>
    public static TcpOptions AnswerOptions(TcpSettings settings, in TcpPath path, in TcpOptions offered, uint timestamp) => throw new NotImplementedException();

    /// <summary>Judges a segment.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="payloadOctets">Octets of its payload.</param>
    /// <param name="facts">What the layers below know of it.</param>
    /// <param name="now">The loop's time.</param>
    /// <returns>Which octets of its payload to keep.</returns>
    public TcpArrival Receive(in TcpHeader header, int payloadOctets, in TcpSegmentFacts facts, TimeSpan now) => throw new NotImplementedException();

    /// <summary>Does what is due; nothing when nothing is.</summary>
    /// <param name="now">The loop's time.</param>
    public void Tick(TimeSpan now) => throw new NotImplementedException();

    /// <summary>Says what to send next. Changes nothing: asked again, it says the same.</summary>
    /// <param name="now">The loop's time.</param>
    /// <param name="plan">What to send.</param>
    /// <returns>False when there is nothing to send for now.</returns>
    public bool TryPlan(TimeSpan now, out TcpPlan plan) => throw new NotImplementedException();

    /// <summary>The plan was carried out: it has left, whole. No other call may come between <see cref="TryPlan"/> and this.</summary>
    /// <param name="plan">The plan, as it was made.</param>
    /// <param name="now">The loop's time.</param>
    public void Sent(in TcpPlan plan, TimeSpan now) => throw new NotImplementedException();

    /// <summary>The application has queued so many octets more.</summary>
    public void Write(int octets) => throw new NotImplementedException();

    /// <summary>The application will queue no more (CLOSE of RFC 9293 section 3.10.4). Reading goes on. Again, it does nothing.</summary>
    public void Finish() => throw new NotImplementedException();

    /// <summary>The application has taken octets in order, at most <see cref="Readable"/>: the window may open.</summary>
    /// <param name="octets">How many.</param>
    /// <param name="now">The loop's time.</param>
    public void Consume(int octets, TimeSpan now) => throw new NotImplementedException();

    /// <summary>
    /// The application will read no more. Octets that are unread, or that arrive after, reset the connection, so that the peer knows
    /// that they are lost (SHLD-3), and FIN-WAIT-2 does not wait for ever.
    /// </summary>
    /// <param name="now">The loop's time.</param>
    public void StopReading(TimeSpan now) => throw new NotImplementedException();

    /// <summary>Ends the connection at once; a reset is planned where the peer must know (ABORT of RFC 9293 section 3.10.5).</summary>
    public void Abort() => throw new NotImplementedException();

    /// <summary>
    /// Whether a sequence number that an ICMP message quotes can be that of a segment on its way (RFC 5927 section 4.1): ask before
    /// the path MTU is believed.
    /// </summary>
    public bool IsInFlight(TcpSequence quoted) => throw new NotImplementedException();

    /// <summary>ICMP reports an error.</summary>
    /// <param name="error">What it says.</param>
    /// <param name="quoted">The sequence number of the segment it quotes; the report is ignored when it cannot be on its way.</param>
    public void ReportError(TcpPathError error, TcpSequence quoted) => throw new NotImplementedException();

    /// <summary>
    /// The path takes other segments than before. What was on its way in larger ones is sent again in smaller ones, without being
    /// taken for congestion (RFC 1191 section 6.5).
    /// </summary>
    /// <param name="sendSegment">As <see cref="TcpPath.SendSegment"/>.</param>
    /// <param name="now">The loop's time.</param>
    public void PathChanged(int sendSegment, TimeSpan now) => throw new NotImplementedException();

    /// <summary>What happened since the last call.</summary>
    public TcpEvents TakeEvents() => throw new NotImplementedException();

    /// <summary>
    /// Whether a SYN that arrives in TIME-WAIT may begin a new connection in place of this one (RFC 6191 section 2, RFC 9293 MUST-13's
    /// exception MAY-2): the new one's initial sequence number must then lie beyond <see cref="TimeWaitSequence"/>.
    /// </summary>
    public bool MayBeReplacedBy(in TcpHeader syn) => throw new NotImplementedException();

    /// <summary>Beyond every sequence number that this connection has sent.</summary>
    public TcpSequence TimeWaitSequence => throw new NotImplementedException();
}
