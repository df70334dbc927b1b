using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

/// <summary>Arriving segments (RFC 9293 section 3.10.7): what all states have in common. Each state has a method of its own.</summary>
internal sealed partial class TcpConnection
{
    private TimeSpan _nextChallengeAt;
    private TcpSequence? _strayReset;

    /// <summary>Judges a segment.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="payloadOctets">Octets of its payload.</param>
    /// <param name="facts">What the layers below know of it.</param>
    /// <param name="now">The loop's time.</param>
    /// <returns>Which octets of its payload to keep.</returns>
    public TcpArrival Receive(in TcpHeader header, int payloadOctets, in TcpSegmentFacts facts, TimeSpan now)
    {
        var segment = new ArrivingSegment(
            header, payloadOctets, facts, _in.Offset(header.Sequence), _out.Offset(header.Acknowledgment));
        _statistics.SegmentsReceived += segment.Segments;
        return State switch
        {
            TcpState.SynSent => ReceiveInSynSent(segment, now),
            TcpState.SynReceived => ReceiveInSynReceived(segment, now),
            TcpState.Established => ReceiveInEstablished(segment, now),
            TcpState.FinWait1 => ReceiveInFinWait1(segment, now),
            TcpState.FinWait2 => ReceiveInFinWait2(segment, now),
            TcpState.CloseWait => ReceiveInCloseWait(segment, now),
            TcpState.Closing => ReceiveInClosing(segment, now),
            TcpState.LastAck => ReceiveInLastAck(segment, now),
            TcpState.TimeWait => ReceiveInTimeWait(segment, now),
            _ => default,
        };
    }

    /// <summary>
    /// The checks that all synchronized states begin with (RFC 9293 section 3.10.7.4, first to fifth), and the acknowledgment.
    /// </summary>
    /// <returns>Whether the segment's text and FIN are to be looked at.</returns>
    private bool TakeControls(in ArrivingSegment segment, TimeSpan now)
    {
        if (!IsAcceptable(segment, now) || !PassesReset(segment, now))
        {
            return false;
        }

        if (segment.Header.Has(TcpFlags.Syn))
        {
            Challenge(now);
            return false;
        }

        if (!segment.Header.Has(TcpFlags.Ack) || !IsAcknowledgmentPossible(segment, now))
        {
            return false;
        }

        TakeHeard(segment, now);
        if (_out.Acknowledge(segment, now, ref _statistics))
        {
            _events |= TcpEvents.Acknowledged;
        }

        return true;
    }

    private bool IsAcceptable(in ArrivingSegment segment, TimeSpan now)
    {
        ref readonly var header = ref segment.Header;
        if (_in.Timestamps.IsOn && !header.Has(TcpFlags.Rst))
        {
            if (!header.Options.HasTimestamps && !header.Has(TcpFlags.Syn))
            {
                _statistics.DroppedByTimestamp++;
                return false;
            }

            if (_in.Timestamps.IsOld(header.Options, now))
            {
                _statistics.DroppedByTimestamp++;
                Repeat(segment, now);
                return false;
            }
        }

        if (!_in.IsAcceptable(segment))
        {
            if (!header.Has(TcpFlags.Rst))
            {
                Repeat(segment, now);
            }

            return false;
        }

        // Only now: a segment outside the window must not change TS.Recent (RFC 7323 section 5.3).
        if (segment.Start <= _in.LastAcknowledged && !header.Has(TcpFlags.Rst | TcpFlags.Syn))
        {
            _in.Timestamps.Update(header.Options, now);
        }

        return true;
    }

    /// <summary>A segment cannot be taken: the peer is told where we are, lest it has lost its way (RFC 9293 section 3.10.7.4).</summary>
    private void Repeat(in ArrivingSegment segment, TimeSpan now)
    {
        if (segment.IsEmpty || segment.Header.Has(TcpFlags.Syn))
        {
            Challenge(now);
        }
        else if (segment.End <= _in.Next)
        {
            _statistics.Duplicates++;
            _in.Duplicated(segment.Start, segment.DataEnd);
        }
        else
        {
            _statistics.DroppedOutsideWindow++;
            _in.AcknowledgeNow();
        }
    }

    /// <summary>A reset counts only right where we wait; elsewhere in the window it is asked about (RFC 5961 section 3.2).</summary>
    private bool PassesReset(in ArrivingSegment segment, TimeSpan now)
    {
        if (!segment.Header.Has(TcpFlags.Rst))
        {
            return true;
        }

        if (segment.Start != _in.Next)
        {
            Challenge(now);
        }
        else if (State is TcpState.Closing or TcpState.LastAck)
        {
            End(TcpEvents.None);
        }
        else
        {
            // A listener's connection that never was is nobody's loss; one that we began was refused.
            End(State != TcpState.SynReceived ? TcpEvents.Reset : _isPassive ? TcpEvents.None : TcpEvents.Refused);
        }

        return false;
    }

    /// <summary>Neither of what was never sent, nor older than any that can still be on its way (RFC 5961 section 5.2).</summary>
    private bool IsAcknowledgmentPossible(in ArrivingSegment segment, TimeSpan now)
    {
        var acknowledged = segment.Acknowledged;
        if (acknowledged <= _out.Recovery.Next && acknowledged >= _out.Recovery.Unacknowledged - Math.Max(_out.LargestWindow, 1))
        {
            return true;
        }

        _statistics.DroppedByAcknowledgment++;
        Challenge(now);
        return false;
    }

    /// <summary>An acknowledgment that tells an attacker nothing and a peer everything (RFC 5961), in bounds.</summary>
    private void Challenge(TimeSpan now)
    {
        if (now < _nextChallengeAt || _settings.ChallengeBudget?.TryTake(now) == false)
        {
            return;
        }

        _nextChallengeAt = now + TcpSettings.ChallengeInterval;
        _statistics.Challenges++;
        _in.AcknowledgeNow();
    }

    private void TakeHeard(in ArrivingSegment segment, TimeSpan now)
    {
        _heardAt = now;
        _keepAlivesSent = 0;
        _isKeepAliveDue = false;
        SoftError = null;
        if (_out.HasEcn && segment.PayloadOctets > 0)
        {
            _in.Marked(segment.Facts.IsCongestionMarked, segment.Header.Has(TcpFlags.Cwr));
        }

        ref readonly var options = ref segment.Header.Options;
        if (options.HasTimestamps && options.TimestampEcho != 0 && segment.PayloadOctets > 0)
        {
            _in.SampleRtt(_clock.Since(options.TimestampEcho, now));
        }
    }

    /// <summary>Takes the text and the FIN of an acceptable segment (RFC 9293 section 3.10.7.4, seventh and eighth).</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="now">The loop's time.</param>
    /// <param name="isFinished">Whether all of the peer's stream has arrived, as of now.</param>
    private TcpArrival TakeText(in ArrivingSegment segment, TimeSpan now, out bool isFinished)
    {
        var before = _in.Arrived;
        var arrival = _in.Take(segment, now, ref _statistics);
        if (arrival.Length > 0 && _hasStoppedReading)
        {
            ResetPeer(TcpEvents.None);
            isFinished = false;
            return default;
        }

        isFinished = _in.FinishedAt is not null;
        _events |= _in.Arrived > before ? TcpEvents.Data : TcpEvents.None;
        _events |= isFinished ? TcpEvents.PeerFinished : TcpEvents.None;
        return arrival;
    }
}
