using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

/// <summary>What to send next, and that it was sent.</summary>
internal sealed partial class SendSide
{
    /// <summary>Octets that the peer takes beyond what was sent; negative when it has shrunk its window.</summary>
    private long Usable => Recovery.Unacknowledged + Window - Recovery.Next;

    /// <summary>The offset behind the last octet that the peer takes.</summary>
    private long Edge => Recovery.Unacknowledged + Window;

    /// <summary>Plans what was lost.</summary>
    /// <param name="most">Most octets of one plan; at least a segment goes.</param>
    /// <param name="plan">Where to.</param>
    public bool TryPlanLost(int most, ref TcpPlan plan)
    {
        var board = Recovery.Board;
        if (board.FirstLost == SegmentList.None)
        {
            return false;
        }

        ref readonly var first = ref board[board.FirstLost];
        var end = first.End;
        if (!Recovery.MustSendFirst)
        {
            var allowance = Recovery.Window - Recovery.Pipe;
            if ((allowance < first.Length && Recovery.Pipe > 0) || Math.Min(end, Queued) > Edge)
            {
                return false;
            }

            end = Extend(first, Math.Min(most, allowance));
        }

        Fill(ref plan, TcpPlanKind.Retransmission, first.Start, end);
        return true;
    }

    /// <summary>Plans a tail loss probe, when one is due.</summary>
    public bool TryPlanTailProbe(ref TcpPlan plan)
    {
        if (!Recovery.IsProbeDue)
        {
            return false;
        }

        var octets = Math.Min(Math.Min(Unsent, Recovery.SegmentOctets), Usable);
        if (Recovery.Board.Room > 0 && (octets > 0 || (Unsent == 0 && IsFinUnsent)))
        {
            FillNew(ref plan, TcpPlanKind.TailProbe, Math.Max(0, octets));
        }
        else
        {
            ref readonly var last = ref Recovery.Board[Recovery.Board.LastSlot];
            Fill(ref plan, TcpPlanKind.TailProbe, last.Start, last.End);
        }

        return true;
    }

    /// <summary>Plans new octets and the FIN.</summary>
    /// <param name="most">Most octets of one plan; at least a segment goes.</param>
    /// <param name="noDelay">Whether small segments are not held back.</param>
    /// <param name="plan">Where to.</param>
    /// <param name="now">The loop's time.</param>
    public bool TryPlanNew(int most, bool noDelay, ref TcpPlan plan, TimeSpan now)
    {
        var unsent = Unsent;
        if (Recovery.Board.Room == 0 || (unsent == 0 && !IsFinUnsent))
        {
            return false;
        }

        // A FIN alone needs no window: it takes no room at the peer.
        var octets = unsent == 0 ? 0 : NewOctets(unsent, most, noDelay, now);
        if (octets <= 0 && unsent > 0)
        {
            return false;
        }

        FillNew(ref plan, TcpPlanKind.Data, octets);
        return true;
    }

    /// <summary>Plans a question whether the window has opened, when one is due: an empty segment that must be answered.</summary>
    public bool TryPlanWindowProbe(ref TcpPlan plan)
    {
        if (!_isProbeDue)
        {
            return false;
        }

        if (Usable > 0)
        {
            // Too small a window to use, but for long (the override timeout of RFC 9293 section 3.8.6.2.1).
            FillNew(ref plan, TcpPlanKind.WindowProbe, Math.Min(Unsent, Usable));
        }
        else
        {
            FillQuestion(ref plan, TcpPlanKind.WindowProbe);
        }

        return true;
    }

    /// <summary>Plans an empty segment from before the window, which the peer must answer (RFC 9293 section 3.8.4).</summary>
    public void FillQuestion(ref TcpPlan plan, TcpPlanKind kind)
    {
        plan.Kind = kind;
        plan.Header.Flags |= TcpFlags.Ack;
        plan.Header.Sequence = Space.At(Recovery.Unacknowledged - 1);
    }

    /// <summary>A plan with octets, a FIN or a question of ours was carried out.</summary>
    public void Sent(in TcpPlan plan, TimeSpan now, ref TcpStatistics statistics)
    {
        var length = plan.Octets + (plan.Header.Has(TcpFlags.Fin) ? 1 : 0);
        if (plan.Kind == TcpPlanKind.WindowProbe)
        {
            statistics.WindowProbes++;
            ProbeSent(now);
        }

        if (length == 0)
        {
            return;
        }

        statistics.OctetsSent += plan.Octets;
        if (plan.Kind == TcpPlanKind.TailProbe)
        {
            statistics.TailProbes++;
        }

        if (plan.Offset == Recovery.Next)
        {
            SentNew(plan, length, now);
        }
        else
        {
            statistics.SegmentsRetransmitted += plan.Segments;
            SentAgain(plan, length, now);
        }
    }

    private void SentNew(in TcpPlan plan, int length, TimeSpan now)
    {
        if (Recovery.Board.Count == 0)
        {
            _progressAt = now;
            if (IsIdle(now))
            {
                Recovery.RestartAfterIdle();
            }
        }

        _owesReduction &= !plan.Header.Has(TcpFlags.Cwr);
        Recovery.SentNew(length, length - plan.Octets, plan.Kind == TcpPlanKind.TailProbe, now);
        if (plan.Octets % Recovery.SegmentOctets != 0)
        {
            _lastSmallEnd = Recovery.Next;
        }
    }

    private void SentAgain(in TcpPlan plan, int length, TimeSpan now)
    {
        if (plan.Kind == TcpPlanKind.TailProbe)
        {
            Recovery.SentLast(now);
        }
        else
        {
            Recovery.SentLost(plan.Offset + length, now);
        }
    }

    private bool IsIdle(TimeSpan now) =>
        _settings.RestartAfterIdle && Recovery.Next > 0 && now - Recovery.LastSentAt > Recovery.Rtt.Timeout;

    private long Allowance(TimeSpan now)
    {
        if (Recovery.Board.Count > 0)
        {
            return Recovery.Window - Recovery.Pipe;
        }

        var window = IsIdle(now) ? Math.Min(Recovery.Window, Recovery.InitialWindow) : Recovery.Window;
        return Math.Max(window, Recovery.SegmentOctets);
    }

    private long NewOctets(long unsent, int most, bool noDelay, TimeSpan now)
    {
        var segment = Recovery.SegmentOctets;
        var whole = Math.Max(segment, most / segment * segment);
        var room = (long)Recovery.Board.Room * segment;
        var octets = Math.Min(Math.Min(unsent, whole), Math.Min(room, Math.Min(Usable, Allowance(now))));
        if (octets == unsent)
        {
            // Nagle's algorithm as Minshall amended it: a small segment waits only while another small one is on its way.
            var tail = octets % segment;
            var isHeldBack = !noDelay && !IsFinished && Recovery.Unacknowledged < _lastSmallEnd;
            return isHeldBack ? octets - tail : octets;
        }

        var full = octets / segment * segment;
        return full > 0 || octets <= 0 || octets < Usable || IsWindowSilly(unsent) ? full : octets;
    }

    /// <summary>How far what was lost goes on without a gap, in segments that the device can cut.</summary>
    private long Extend(in SentSegment first, long most)
    {
        var segment = Recovery.SegmentOctets;
        var end = first.End;
        for (var slot = first.Next; slot != SegmentList.None; slot = Recovery.Board[slot].Next)
        {
            ref readonly var next = ref Recovery.Board[slot];
            var octets = next.End - first.Start;
            if (next.Start != end
                || octets > most
                || Math.Min(next.End, Queued) > Edge
                || ((end - first.Start) % segment != 0 && octets > segment))
            {
                break;
            }

            end = next.End;
        }

        return end;
    }

    private void FillNew(ref TcpPlan plan, TcpPlanKind kind, long octets)
    {
        var end = Recovery.Next + octets;
        Fill(ref plan, kind, Recovery.Next, end == Queued && IsFinished ? end + 1 : end);
        plan.IsEcnCapable = HasEcn && octets > 0;
        if (_owesReduction && octets > 0)
        {
            plan.Header.Flags |= TcpFlags.Cwr;
        }
    }

    private void Fill(ref TcpPlan plan, TcpPlanKind kind, long start, long end)
    {
        var dataEnd = Math.Min(end, Queued);
        plan.Kind = kind;
        plan.Offset = start;
        plan.Octets = (int)(dataEnd - start);
        plan.SegmentOctets = Recovery.SegmentOctets;
        plan.Header.Sequence = Space.At(start);
        plan.Header.Flags |= TcpFlags.Ack;
        if (dataEnd == Queued && plan.Octets > 0)
        {
            plan.Header.Flags |= TcpFlags.Psh;
        }

        if (end > Queued)
        {
            plan.Header.Flags |= TcpFlags.Fin;
        }
    }
}
