using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

internal sealed partial class TcpConnection
{
    /// <summary>SYN-RECEIVED (RFC 9293 section 3.10.7.4).</summary>
    private TcpArrival ReceiveInSynReceived(in ArrivingSegment segment, TimeSpan now)
    {
        ref readonly var header = ref segment.Header;
        if (header.Has(TcpFlags.Syn) && !header.Has(TcpFlags.Rst) && segment.Start == -1)
        {
            return ReceiveSynAgain(segment, now);
        }

        if (!IsAcceptable(segment, now) || !PassesReset(segment, now))
        {
            return default;
        }

        if (header.Has(TcpFlags.Syn))
        {
            ReceiveOtherSyn(now);
            return default;
        }

        if (!header.Has(TcpFlags.Ack))
        {
            return default;
        }

        if (segment.Acknowledged != 0)
        {
            _statistics.DroppedByAcknowledgment++;
            AnswerWithReset(header);
            return default;
        }

        return FinishHandshake(segment, now);
    }

    private TcpArrival FinishHandshake(in ArrivingSegment segment, TimeSpan now)
    {
        SampleHandshake(now);
        Establish();
        TakeHeard(segment, now);
        _out.Acknowledge(segment, now, ref _statistics);
        return TakeTextInEstablished(segment, now);
    }

    /// <summary>The peer's SYN once more: it has not seen our answer, or it answers ours (simultaneous open).</summary>
    private TcpArrival ReceiveSynAgain(in ArrivingSegment segment, TimeSpan now)
    {
        ref readonly var header = ref segment.Header;
        if (!header.Has(TcpFlags.Ack))
        {
            // An answer a challenge: a flood of them must not be amplified.
            if (now >= _nextChallengeAt)
            {
                _nextChallengeAt = now + TcpSettings.ChallengeInterval;
                _isHandshakeDue = true;
            }

            return default;
        }

        if (segment.Acknowledged != 0)
        {
            AnswerWithReset(header);
            return default;
        }

        // RFC 9293's window check would drop it, though figure 7 shows it accepted: behind the SYN, it is what we wait for.
        _in.AcknowledgeNow();
        return FinishHandshake(new ArrivingSegment(header, segment.PayloadOctets, segment.Facts, 0, 0), now);
    }

    /// <summary>Another SYN within the window (RFC 9293 section 3.10.7.4, fourth).</summary>
    private void ReceiveOtherSyn(TimeSpan now)
    {
        if (_isPassive)
        {
            End(TcpEvents.None);
        }
        else
        {
            Challenge(now);
        }
    }
}
