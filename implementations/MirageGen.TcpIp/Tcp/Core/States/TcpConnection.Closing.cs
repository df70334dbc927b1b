namespace MirageGen.TcpIp.Tcp;

internal sealed partial class TcpConnection
{
    /// <summary>FIN-WAIT-1 (RFC 9293 section 3.10.7.4): our FIN is on its way.</summary>
    private TcpArrival ReceiveInFinWait1(in ArrivingSegment segment, TimeSpan now)
    {
        if (!TakeControls(segment, now))
        {
            return default;
        }

        if (_out.IsFinAcknowledged)
        {
            EnterFinWait2(now);
            return TakeTextInFinWait2(segment, now);
        }

        var arrival = TakeText(segment, now, out var isFinished);
        State = isFinished ? TcpState.Closing : State;
        return arrival;
    }

    /// <summary>FIN-WAIT-2 (RFC 9293 section 3.10.7.4): the peer knows that we have finished.</summary>
    private TcpArrival ReceiveInFinWait2(in ArrivingSegment segment, TimeSpan now) =>
        TakeControls(segment, now) ? TakeTextInFinWait2(segment, now) : default;

    private TcpArrival TakeTextInFinWait2(in ArrivingSegment segment, TimeSpan now)
    {
        var arrival = TakeText(segment, now, out var isFinished);
        if (isFinished)
        {
            EnterTimeWait(now);
        }

        return arrival;
    }

    /// <summary>CLOSING (RFC 9293 section 3.10.7.4): both FINs have crossed.</summary>
    private TcpArrival ReceiveInClosing(in ArrivingSegment segment, TimeSpan now)
    {
        if (TakeControls(segment, now) && _out.IsFinAcknowledged)
        {
            EnterTimeWait(now);
        }

        return default;
    }

    /// <summary>LAST-ACK (RFC 9293 section 3.10.7.4): the peer finished first.</summary>
    private TcpArrival ReceiveInLastAck(in ArrivingSegment segment, TimeSpan now)
    {
        if (TakeControls(segment, now) && _out.IsFinAcknowledged)
        {
            End(TcpEvents.None);
        }

        return default;
    }

    /// <summary>TIME-WAIT (RFC 9293 section 3.10.7.4): the only thing that can still come is the peer's FIN again.</summary>
    private TcpArrival ReceiveInTimeWait(in ArrivingSegment segment, TimeSpan now)
    {
        switch (_timeWait.Receive(segment.Header, segment.PayloadOctets, _settings, now))
        {
            case TimeWaitAnswer.End:
                End(TcpEvents.None);
                break;
            case TimeWaitAnswer.Acknowledgment:
                _in.AcknowledgeNow();
                break;
            case TimeWaitAnswer.Challenge:
                _statistics.Challenges++;
                _in.AcknowledgeNow();
                break;
        }

        return default;
    }
}
