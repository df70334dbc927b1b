using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

/// <summary>How a connection begins (RFC 9293 section 3.5).</summary>
internal sealed partial class TcpConnection
{
    /// <summary>No peer makes us send smaller segments than this, header apart: each costs as much as a large one.</summary>
    private const int LeastSegment = 88;

    private const int TimestampOctets = 12;

    private TimeSpan _handshakeAt = Never;
    private TimeSpan _handshakeBegan;
    private TimeSpan _handshakeSentAt;
    private int _handshakesSent;
    private bool _isHandshakeDue;
    private bool _offersEcn;
    private int _peerSegment;

    /// <summary>Begins actively: SYN-SENT.</summary>
    /// <param name="initial">Our initial sequence number (RFC 6528).</param>
    /// <param name="now">The loop's time.</param>
    public void Connect(TcpSequence initial, TimeSpan now)
    {
        _offersEcn = _settings.Ecn == TcpEcn.Always;
        BeginHandshake(TcpState.SynSent, initial, now);
    }

    /// <summary>Begins with a peer's SYN: SYN-RECEIVED.</summary>
    /// <param name="syn">A SYN for which <see cref="TcpStranger.BeginsConnection"/> holds.</param>
    /// <param name="initial">Our initial sequence number (RFC 6528).</param>
    /// <param name="now">The loop's time.</param>
    public void Accept(in TcpHeader syn, TcpSequence initial, TimeSpan now)
    {
        _isPassive = true;
        _statistics.SegmentsReceived++;
        BeginHandshake(TcpState.SynReceived, initial, now);
        _in.Begin(syn.Sequence);
        Agree(syn.Options, AnswerOptions(_settings, _path, syn.Options, 0), syn.Window, now);
        _out.HasEcn = _settings.Ecn != TcpEcn.Off && syn.Has(TcpFlags.Ece | TcpFlags.Cwr);
    }

    /// <summary>
    /// Begins with the acknowledgment of a SYN cookie (RFC 4987 section 3.6): ESTABLISHED. Then <see cref="Receive"/> takes the same
    /// segment, for its payload and window. The cookie's SYN-ACK must have shown no larger window than the initial buffer.
    /// </summary>
    /// <param name="acknowledgment">The segment that brought the cookie back.</param>
    /// <param name="offered">What the peer's SYN had offered, as far as the cookie kept it.</param>
    /// <param name="now">The loop's time.</param>
    public void AcceptCookie(in TcpHeader acknowledgment, in TcpOptions offered, TimeSpan now)
    {
        _isPassive = true;
        _heardAt = now;
        _out.Begin(acknowledgment.Acknowledgment - 1);
        _in.Begin(acknowledgment.Sequence - 1);
        var peer = offered;
        peer.HasTimestamps &= acknowledgment.Options.HasTimestamps;
        peer.TimestampValue = acknowledgment.Options.TimestampValue;
        Agree(peer, AnswerOptions(_settings, _path, peer, 0), acknowledgment.Window, now);
        Establish();
    }

    /// <summary>The options of the answer to a SYN: what both sides want. A device that answers with a cookie sends them itself.</summary>
    /// <param name="settings">The device's settings.</param>
    /// <param name="path">The way to the peer.</param>
    /// <param name="offered">The SYN's options.</param>
    /// <param name="timestamp">Our timestamp, if it is negotiated: milliseconds of the loop's time plus the connection's offset.</param>
    public static TcpOptions AnswerOptions(TcpSettings settings, in TcpPath path, in TcpOptions offered, uint timestamp)
    {
        var answer = Offer(settings, path);
        answer.IsSackPermitted &= offered.IsSackPermitted;
        answer.HasTimestamps &= offered.HasTimestamps;
        answer.TimestampValue = answer.HasTimestamps ? timestamp : 0;
        answer.TimestampEcho = answer.HasTimestamps ? offered.TimestampValue : 0;
        answer.WindowScale = offered.WindowScale is null ? null : answer.WindowScale;
        return answer;
    }

    private static TcpOptions Offer(TcpSettings settings, in TcpPath path) => new()
    {
        MaxSegment = (ushort)Math.Min(path.ReceiveSegment, ushort.MaxValue),
        IsSackPermitted = settings.SelectiveAcknowledgments,
        HasTimestamps = settings.Timestamps,
        WindowScale = settings.WindowScaling ? ReceiveSide.ScaleFor(settings.MaxReceiveBuffer) : null,
    };

    private void BeginHandshake(TcpState state, TcpSequence initial, TimeSpan now)
    {
        State = state;
        _heardAt = now;
        _out.Begin(initial);
        _isHandshakeDue = true;
        _handshakeBegan = now;
        _handshakeAt = now + _out.Recovery.Rtt.Timeout;
    }

    /// <summary>Both SYNs are known: their options count from here on.</summary>
    private void Agree(in TcpOptions peer, in TcpOptions agreed, ushort window, TimeSpan now)
    {
        if (agreed.HasTimestamps)
        {
            _in.Timestamps.Begin(peer.TimestampValue, now);
        }

        _in.Agree(agreed.WindowScale ?? 0, agreed.IsSackPermitted);
        _out.Agree(agreed.WindowScale is null ? null : peer.WindowScale, window);
        _peerSegment = peer.MaxSegment == 0 ? _path.DefaultSegment : peer.MaxSegment;
        _out.Recovery.Begin(agreed.IsSackPermitted, EffectiveSegment(), synWasLost: false);
    }

    /// <summary>Eff.snd.MSS of RFC 9293 section 3.7.1, its options taken off (RFC 6691).</summary>
    private int EffectiveSegment() =>
        Math.Max(LeastSegment, Math.Min(_peerSegment, _path.SendSegment)) - (_in.Timestamps.IsOn ? TimestampOctets : 0);

    private void Establish()
    {
        _handshakeAt = Never;
        _isHandshakeDue = false;
        if (_handshakesSent > 1)
        {
            _out.Recovery.Begin(_in.HasSack, EffectiveSegment(), synWasLost: true);
        }

        State = _out.IsFinished ? TcpState.FinWait1 : TcpState.Established;
        _events |= TcpEvents.Established;
    }

    /// <summary>Our SYN was acknowledged: that gives the first round-trip time, unless it was sent twice (Karn's algorithm).</summary>
    private void SampleHandshake(TimeSpan now)
    {
        if (_handshakesSent == 1)
        {
            _out.Recovery.Rtt.Sample(now - _handshakeSentAt);
            _out.Recovery.Rtt.SampleMin(now - _handshakeSentAt, now);
        }
    }

    private void TickHandshake(TimeSpan now)
    {
        var limit = State == TcpState.SynSent || !_isPassive ? _settings.HandshakeTimeout : _settings.HalfOpenTimeout;
        if (now - _handshakeBegan >= limit)
        {
            End(TcpEvents.TimedOut);
            return;
        }

        _out.Recovery.Rtt.BackOff();
        _isHandshakeDue = true;
        // Some paths drop SYNs that ask for marks (RFC 3168 section 6.1.1.1).
        _offersEcn = false;
        _statistics.Timeouts++;
        var next = now + _out.Recovery.Rtt.Timeout;
        var end = _handshakeBegan + limit;
        _handshakeAt = next < end ? next : end;
    }

    private bool TryPlanHandshake(TimeSpan now, ref TcpPlan plan)
    {
        if (!_isHandshakeDue)
        {
            return false;
        }

        plan.Kind = TcpPlanKind.Handshake;
        plan.Header.Sequence = _out.Space.Initial;
        plan.Header.Options = Offer(_settings, _path);
        if (State == TcpState.SynSent)
        {
            plan.Header.Flags = _offersEcn ? TcpFlags.Syn | TcpFlags.Ece | TcpFlags.Cwr : TcpFlags.Syn;
            plan.Header.Window = (ushort)Math.Min(_in.Capacity, ushort.MaxValue);
            plan.Header.Options.TimestampValue = _settings.Timestamps ? _clock.At(now) : 0;
            return true;
        }

        plan.Header.Flags = TcpFlags.Syn | TcpFlags.Ack;
        plan.Header.Options.IsSackPermitted = _in.HasSack;
        plan.Header.Options.WindowScale = _out.HasScaling ? plan.Header.Options.WindowScale : null;
        plan.Header.Options.HasTimestamps = false;
        FillTimestamps(ref plan.Header, now);
        _in.Fill(ref plan.Header, isPure: false);
        plan.Header.Flags |= _out.HasEcn ? TcpFlags.Ece : TcpFlags.None;
        return true;
    }

    private void HandshakeSent(in TcpPlan plan, TimeSpan now)
    {
        _isHandshakeDue = false;
        _handshakesSent++;
        _handshakeSentAt = now;
        if (plan.Header.Has(TcpFlags.Ack))
        {
            _in.Sent(plan.Header, isPure: false);
        }
    }
}
