namespace MirageGen.TcpIp.Tcp;

internal sealed partial class TcpConnection
{
    /// <summary>ESTABLISHED (RFC 9293 section 3.10.7.4).</summary>
    private TcpArrival ReceiveInEstablished(in ArrivingSegment segment, TimeSpan now) =>
        TakeControls(segment, now) ? TakeTextInEstablished(segment, now) : default;

    /// <summary>CLOSE-WAIT (RFC 9293 section 3.10.7.4): the peer has finished, so only its acknowledgments matter.</summary>
    private TcpArrival ReceiveInCloseWait(in ArrivingSegment segment, TimeSpan now)
    {
        TakeControls(segment, now);
        return default;
    }

    private TcpArrival TakeTextInEstablished(in ArrivingSegment segment, TimeSpan now)
    {
        var arrival = TakeText(segment, now, out var isFinished);
        if (!isFinished)
        {
            return arrival;
        }

        // The application may have finished during the handshake: then the state is FIN-WAIT-1 already.
        State = State == TcpState.FinWait1 ? TcpState.Closing : TcpState.CloseWait;
        return arrival;
    }
}
