using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

internal sealed partial class TcpConnection
{
    /// <summary>SYN-SENT (RFC 9293 section 3.10.7.3).</summary>
    private TcpArrival ReceiveInSynSent(in ArrivingSegment segment, TimeSpan now)
    {
        ref readonly var header = ref segment.Header;
        var isAcknowledged = header.Has(TcpFlags.Ack);
        if (isAcknowledged && segment.Acknowledged != 0)
        {
            _statistics.DroppedByAcknowledgment++;
            AnswerWithReset(header);
            return default;
        }

        if (header.Has(TcpFlags.Rst))
        {
            if (isAcknowledged)
            {
                End(TcpEvents.Refused);
            }

            return default;
        }

        if (!header.Has(TcpFlags.Syn))
        {
            return default;
        }

        _in.Begin(header.Sequence);
        Agree(header.Options, AnswerOptions(_settings, _path, header.Options, 0), header.Window, now);
        if (!isAcknowledged)
        {
            return MeetSyn(header, now);
        }

        _out.HasEcn = _offersEcn && header.Has(TcpFlags.Ece) && !header.Has(TcpFlags.Cwr);
        SampleHandshake(now);
        _heardAt = now;
        Establish();
        _in.AcknowledgeNow();
        var text = new ArrivingSegment(header, segment.PayloadOctets, segment.Facts, 0, 0);
        return text.IsEmpty ? default : TakeTextInEstablished(text, now);
    }

    /// <summary>Both sides have begun at once (RFC 9293 section 3.5, figure 7): each answers the other's SYN.</summary>
    private TcpArrival MeetSyn(in TcpHeader header, TimeSpan now)
    {
        State = TcpState.SynReceived;
        _out.HasEcn = _settings.Ecn != TcpEcn.Off && header.Has(TcpFlags.Ece | TcpFlags.Cwr);
        _isHandshakeDue = true;
        _handshakesSent = 0;
        _handshakeAt = now + _out.Recovery.Rtt.Timeout;
        return default;
    }

    /// <summary>A segment of another connection between the same ends: its sender is told that this is not it.</summary>
    private void AnswerWithReset(in TcpHeader header)
    {
        if (!header.Has(TcpFlags.Rst))
        {
            _strayReset = header.Acknowledgment;
        }
    }
}
