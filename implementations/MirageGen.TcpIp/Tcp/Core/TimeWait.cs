using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// What is left of a connection when both directions are over (TIME-WAIT, RFC 9293 section 3.10.7.4): numbers enough to
/// answer what is still on its way, and nothing else, for a busy server has thousands of them.
/// </summary>
/// <param name="next">Our next sequence number: behind our FIN.</param>
/// <param name="expected">The peer's: behind its FIN.</param>
/// <param name="room">Octets from there that the peer was told it may send.</param>
/// <param name="sentWindow">The largest window that the peer showed us.</param>
/// <param name="shownWindow">Our window as the last segment showed it.</param>
/// <param name="timestamps">The peer's.</param>
/// <param name="until">When it is over.</param>
internal struct TimeWait(
    TcpSequence next, TcpSequence expected, int room, int sentWindow, ushort shownWindow, PeerTimestamps timestamps, TimeSpan until)
{
    private readonly TcpSequence _next = next;
    private readonly TcpSequence _expected = expected;
    private readonly int _room = room;
    private readonly int _sentWindow = sentWindow;
    private readonly ushort _shownWindow = shownWindow;
    private PeerTimestamps _timestamps = timestamps;
    private TimeSpan _nextChallengeAt;

    /// <summary>When it is over.</summary>
    public TimeSpan Until { readonly get; set; } = until;

    /// <summary>Beyond every sequence number that the connection has sent or that its peer takes.</summary>
    public readonly TcpSequence Beyond => _next + _sentWindow;

    /// <summary>
    /// Whether a SYN may begin a new connection in place of this one (RFC 6191 section 2, RFC 9293 MAY-2): the new one's
    /// initial sequence number must then lie beyond <see cref="Beyond"/>.
    /// </summary>
    /// <param name="syn">A SYN for which <see cref="TcpStranger.BeginsConnection"/> holds.</param>
    public readonly bool MayBeReplacedBy(in TcpHeader syn) =>
        _timestamps.IsOn && syn.Options.HasTimestamps && syn.Options.TimestampValue != _timestamps.Recent
            ? PeerTimestamps.IsBefore(_timestamps.Recent, syn.Options.TimestampValue)
            : syn.Sequence > _expected;

    /// <summary>Judges a segment. The peer's FIN, when it comes again, begins the wait anew.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="payloadOctets">Octets of its payload.</param>
    /// <param name="settings">What the connections of a device have in common.</param>
    /// <param name="now">The loop's time.</param>
    /// <returns>What is to be done.</returns>
    public TimeWaitAnswer Receive(in TcpHeader header, int payloadOctets, TcpSettings settings, TimeSpan now)
    {
        if (header.Has(TcpFlags.Rst))
        {
            return ReceiveReset(header, settings, now);
        }

        var end = header.Sequence + payloadOctets + (header.Has(TcpFlags.Fin) ? 1 : 0);
        var isEmpty = end == header.Sequence;
        if (header.Has(TcpFlags.Fin) && end == _expected)
        {
            Until = now + settings.TimeWait;
        }

        if (_timestamps.IsOn && !header.Options.HasTimestamps && !header.Has(TcpFlags.Syn))
        {
            return TimeWaitAnswer.None;
        }

        if (_timestamps.IsOld(header.Options, now) || !IsInWindow(header.Sequence, end, isEmpty))
        {
            return isEmpty || header.Has(TcpFlags.Syn) ? Challenge(settings, now) : TimeWaitAnswer.Acknowledgment;
        }

        if (header.Has(TcpFlags.Syn) || (header.Has(TcpFlags.Ack) && !IsPossible(header.Acknowledgment)))
        {
            return Challenge(settings, now);
        }

        if (header.Sequence <= _expected)
        {
            _timestamps.Update(header.Options, now);
        }

        return TimeWaitAnswer.None;
    }

    /// <summary>Writes the acknowledgment that says where both directions ended.</summary>
    /// <param name="header">Where to; its ports are set already, or will be.</param>
    /// <param name="timestamp">Our clock, for a peer that takes timestamps.</param>
    public readonly void Acknowledge(ref TcpHeader header, uint timestamp)
    {
        header.Flags = TcpFlags.Ack;
        header.Sequence = _next;
        header.Acknowledgment = _expected;
        header.Window = _shownWindow;
        if (_timestamps.IsOn)
        {
            header.Options.HasTimestamps = true;
            header.Options.TimestampValue = timestamp;
            header.Options.TimestampEcho = _timestamps.Recent;
        }
    }

    /// <summary>A reset counts only right where we wait (RFC 5961 section 3.2).</summary>
    private TimeWaitAnswer ReceiveReset(in TcpHeader header, TcpSettings settings, TimeSpan now)
    {
        var distance = header.Sequence - _expected;
        return distance == 0 ? TimeWaitAnswer.End
            : distance > 0 && distance <= _room ? Challenge(settings, now)
            : TimeWaitAnswer.None;
    }

    private readonly bool IsInWindow(TcpSequence start, TcpSequence end, bool isEmpty)
    {
        var distance = start - _expected;
        return isEmpty ? distance >= 0 && distance <= _room : end > _expected && distance <= _room;
    }

    /// <summary>Neither of what was never sent, nor older than any that can still be on its way (RFC 5961 section 5.2).</summary>
    private readonly bool IsPossible(TcpSequence acknowledgment)
    {
        var behind = _next - acknowledgment;
        return behind >= 0 && behind <= Math.Max(_sentWindow, 1);
    }

    private TimeWaitAnswer Challenge(TcpSettings settings, TimeSpan now)
    {
        if (now < _nextChallengeAt || settings.ChallengeBudget?.TryTake(now) == false)
        {
            return TimeWaitAnswer.None;
        }

        _nextChallengeAt = now + TcpSettings.ChallengeInterval;
        return TimeWaitAnswer.Challenge;
    }
}
