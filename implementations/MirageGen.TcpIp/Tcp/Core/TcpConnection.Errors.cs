using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

/// <summary>What the network says (RFC 5927, RFC 1191, RFC 8201).</summary>
internal sealed partial class TcpConnection
{
    /// <summary>No message makes segments smaller than this: the least that IPv4 hosts must reassemble, less headers (RFC 9293 section 3.7.1).</summary>
    private const int LeastPathSegment = 536;

    /// <summary>
    /// Whether a sequence number that an ICMP message quotes can be that of a segment on its way (RFC 5927 section 4.1): ask before
    /// the path MTU is believed.
    /// </summary>
    /// <param name="quoted">The sequence number in the quoted header.</param>
    public bool IsInFlight(TcpSequence quoted) => State switch
    {
        TcpState.Closed or TcpState.TimeWait => false,
        TcpState.SynSent or TcpState.SynReceived => quoted == _out.Space.Initial,
        _ => _out.Offset(quoted) is var offset && offset >= _out.Recovery.Unacknowledged && offset < _out.Recovery.Next,
    };

    /// <summary>ICMP reports an error.</summary>
    /// <param name="error">What it says.</param>
    /// <param name="quoted">The sequence number of the segment it quotes; the report is ignored when it cannot be on its way.</param>
    public void ReportError(TcpPathError error, TcpSequence quoted)
    {
        if (!IsInFlight(quoted))
        {
            return;
        }

        SoftError = error;
        if (error == TcpPathError.Refused && State is TcpState.SynSent or TcpState.SynReceived)
        {
            End(_isPassive ? TcpEvents.None : TcpEvents.Unreachable);
        }
    }

    /// <summary>
    /// The path takes other segments than before. What was on its way in larger ones is sent again in smaller ones, without being
    /// taken for congestion (RFC 1191 section 6.5).
    /// </summary>
    /// <param name="sendSegment">As <see cref="TcpPath.SendSegment"/>.</param>
    /// <param name="now">The loop's time.</param>
    public void PathChanged(int sendSegment, TimeSpan now)
    {
        var least = Math.Min(LeastPathSegment, _path.SendSegment);
        UseSegments(Math.Max(least, sendSegment), now);
    }

    private void UseSegments(int sendSegment, TimeSpan now)
    {
        _path = _path with { SendSegment = sendSegment };
        if (State is TcpState.Closed or TcpState.SynSent or TcpState.TimeWait)
        {
            return;
        }

        var segment = EffectiveSegment();
        var recovery = _out.Recovery;
        if (segment == recovery.SegmentOctets)
        {
            return;
        }

        var isSmaller = segment < recovery.SegmentOctets;
        recovery.SegmentChanged(segment);
        if (isSmaller)
        {
            recovery.CutOversized(_out.Queued, now);
        }
    }
}
