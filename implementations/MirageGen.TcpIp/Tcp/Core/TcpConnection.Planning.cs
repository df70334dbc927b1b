using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

/// <summary>What to send next.</summary>
internal sealed partial class TcpConnection
{
    /// <summary>Says what to send next. Changes nothing: asked again, it says the same.</summary>
    /// <param name="now">The loop's time.</param>
    /// <param name="plan">What to send.</param>
    /// <returns>False when there is nothing to send for now.</returns>
    public bool TryPlan(TimeSpan now, out TcpPlan plan)
    {
        plan = default;
        if (_strayReset is { } sequence)
        {
            plan.Kind = TcpPlanKind.StrayReset;
            plan.Header.Flags = TcpFlags.Rst;
            plan.Header.Sequence = sequence;
            return true;
        }

        return State switch
        {
            TcpState.Closed => TryPlanReset(now, ref plan),
            TcpState.SynSent => TryPlanHandshake(now, ref plan),
            TcpState.SynReceived => TryPlanHandshake(now, ref plan) || TryPlanAcknowledgment(now, ref plan),
            TcpState.TimeWait => TryPlanLastAcknowledgment(now, ref plan),
            _ => TryPlanSynchronized(now, ref plan),
        };
    }

    /// <summary>The plan was carried out: it has left, whole. No other call may come between <see cref="TryPlan"/> and this.</summary>
    /// <param name="plan">The plan, as it was made.</param>
    /// <param name="now">The loop's time.</param>
    public void Sent(in TcpPlan plan, TimeSpan now)
    {
        _statistics.SegmentsSent += plan.Segments;
        switch (plan.Kind)
        {
            case TcpPlanKind.StrayReset:
                _strayReset = null;
                return;
            case TcpPlanKind.Reset:
                End(TcpEvents.None);
                return;
            case TcpPlanKind.Handshake:
                HandshakeSent(plan, now);
                return;
            case TcpPlanKind.KeepAlive:
                _isKeepAliveDue = false;
                _keepAlivesSent++;
                _keepAliveSentAt = now;
                break;
        }

        _in.Sent(plan.Header, isPure: plan.Octets == 0);
        _out.Sent(plan, now, ref _statistics);
    }

    private bool TryPlanSynchronized(TimeSpan now, ref TcpPlan plan)
    {
        // What has arrived beyond holes does not fit beside data, and the peer needs it more than anything.
        if (_in.IsAcknowledgmentDue && _in.HasReport)
        {
            return TryPlanAcknowledgment(now, ref plan);
        }

        if (TryPlanOctets(now, ref plan))
        {
            // Timestamps first: they leave less room for what has arrived beyond holes.
            FillTimestamps(ref plan.Header, now);
            _in.Fill(ref plan.Header, isPure: plan.Octets == 0);
            return true;
        }

        return TryPlanAcknowledgment(now, ref plan);
    }

    private bool TryPlanOctets(TimeSpan now, ref TcpPlan plan)
    {
        if (_out.TryPlanLost(_path.MaxPlanOctets, ref plan)
            || _out.TryPlanTailProbe(ref plan)
            || _out.TryPlanNew(_path.MaxPlanOctets, NoDelay, ref plan, now)
            || _out.TryPlanWindowProbe(ref plan))
        {
            return true;
        }

        if (_isKeepAliveDue)
        {
            _out.FillQuestion(ref plan, TcpPlanKind.KeepAlive);
        }

        return _isKeepAliveDue;
    }

    private bool TryPlanAcknowledgment(TimeSpan now, ref TcpPlan plan)
    {
        if (!_in.IsAcknowledgmentDue)
        {
            return false;
        }

        plan.Kind = TcpPlanKind.Acknowledgment;
        plan.Header.Flags = TcpFlags.Ack;
        plan.Header.Sequence = _out.Space.At(_out.Recovery.Next);
        FillTimestamps(ref plan.Header, now);
        _in.Fill(ref plan.Header, isPure: true);
        return true;
    }

    private bool TryPlanLastAcknowledgment(TimeSpan now, ref TcpPlan plan)
    {
        if (_in.IsAcknowledgmentDue)
        {
            plan.Kind = TcpPlanKind.Acknowledgment;
            _timeWait.Acknowledge(ref plan.Header, _clock.At(now));
        }

        return _in.IsAcknowledgmentDue;
    }

    private bool TryPlanReset(TimeSpan now, ref TcpPlan plan)
    {
        if (!_owesReset)
        {
            return false;
        }

        plan.Kind = TcpPlanKind.Reset;
        plan.Header.Flags = TcpFlags.Rst | TcpFlags.Ack;
        plan.Header.Sequence = _out.Space.At(_out.Recovery.Next);
        plan.Header.Acknowledgment = _in.Sequence;
        FillTimestamps(ref plan.Header, now);
        return true;
    }

    private void FillTimestamps(ref TcpHeader header, TimeSpan now)
    {
        if (_in.Timestamps.IsOn)
        {
            header.Options.HasTimestamps = true;
            header.Options.TimestampValue = _clock.At(now);
            header.Options.TimestampEcho = _in.Timestamps.Recent;
        }
    }
}
