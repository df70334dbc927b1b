using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

internal sealed partial class LossRecovery
{
    private const int DuplicateThreshold = 3;

    private long _duplicateOctets;
    private long _mostDuplicateOctets;
    private int _duplicates;

    /// <summary>Takes an acknowledgment of something that was sent.</summary>
    /// <param name="to">The first offset that it does not acknowledge; between <see cref="Unacknowledged"/> and <see cref="Next"/>.</param>
    /// <param name="isDuplicate">Whether it is one by RFC 5681 section 2, SACK apart.</param>
    /// <param name="options">The options, whose SACK blocks are not yet judged.</param>
    /// <param name="space">Our sequence numbers.</param>
    /// <param name="now">The loop's time.</param>
    /// <param name="statistics">Where to count.</param>
    public void Acknowledge(
        long to, bool isDuplicate, in TcpOptions options, SequenceSpace space, TimeSpan now, ref TcpStatistics statistics)
    {
        var echo = new EchoedTimestamp(options, _clock);
        var pipe = Pipe;
        var lost = Board.LostOctets;
        var delivered = new DeliveredOctets { InOrder = to - Unacknowledged };
        DropAcknowledged(to, echo, now, ref delivered);
        var isSpurious = _hasSack && TakeSacks(options, space, echo, now, ref delivered);
        TakeTimes(delivered, echo, now);
        if (!_hasSack)
        {
            CountDuplicates(isDuplicate, ref delivered);
        }

        if (delivered.InOrder > 0)
        {
            TimeoutsInARow = 0;
            isSpurious |= echo.IsPresent && _undo.IsSpuriousBy(to, echo.Value);
        }

        if (isSpurious)
        {
            Undo(ref statistics);
        }

        FindLosses(now);
        var foundLoss = Board.LostOctets > lost;
        UpdatePhase(pipe, delivered, foundLoss, isDuplicate, ref statistics);
        AdjustWindow(delivered, foundLoss, now);
        Rearm(delivered, now);
    }

    private void DropAcknowledged(long to, in EchoedTimestamp echo, TimeSpan now, ref DeliveredOctets delivered)
    {
        while (Board.Count > 0)
        {
            ref readonly var first = ref Board[Board.FirstSlot];
            if (first.End > to)
            {
                if (first.Start < to)
                {
                    delivered.Octets += first.State == SentSegmentState.Sacked ? 0 : to - first.Start;
                    Board.TrimFirst(to);
                }

                break;
            }

            if (first.State != SentSegmentState.Sacked)
            {
                TakeDelivered(first, echo, now, ref delivered);
            }

            HasDeliveredFullSegment |= first.Length >= SegmentOctets;
            Board.RemoveFirst();
        }

        Unacknowledged = to;
    }

    private bool TakeSacks(
        in TcpOptions options, SequenceSpace space, in EchoedTimestamp echo, TimeSpan now, ref DeliveredOctets delivered)
    {
        var ranges = new SackRanges(options, space, Unacknowledged, Next);
        for (var i = 0; i < ranges.Count; i++)
        {
            var (left, right) = ranges[i];
            for (var slot = Board.FirstUnsacked(Board.FirstFrom(left)); slot != Board.EndSlot; slot = Board.FirstUnsacked(slot))
            {
                ref readonly var segment = ref Board[slot];
                if (segment.End > right)
                {
                    break;
                }

                TakeDelivered(segment, echo, now, ref delivered);
                Board.MarkSacked(slot);
            }
        }

        if (ranges.Duplicate is not { } duplicate)
        {
            return false;
        }

        delivered.HasDuplicate = true;
        if (!_probe.IsOut)
        {
            _rack.SawDuplicate(Unacknowledged, Next);
        }

        return _undo.IsSpuriousByDuplicate(duplicate.Left, duplicate.Right);
    }

    private void TakeDelivered(in SentSegment segment, in EchoedTimestamp echo, TimeSpan now, ref DeliveredOctets delivered)
    {
        delivered.Add(segment);
        _rack.Delivered(segment, Rtt.Min, echo.IsBefore(segment.SentAt), now);
    }

    private void TakeTimes(in DeliveredOctets delivered, in EchoedTimestamp echo, TimeSpan now)
    {
        if (delivered.HasTimes)
        {
            Rtt.SampleMin(now - delivered.LastSentAt, now);
            Rtt.Sample(now - delivered.FirstSentAt);
        }
        else if (delivered.InOrder > 0 && echo.IsPresent && _clock.Since(echo.Value, now) is var rtt
            && rtt >= TimeSpan.Zero && rtt <= _settings.MaxRetransmissionTimeout)
        {
            Rtt.SampleMin(rtt, now);
            Rtt.Sample(rtt);
        }
    }

    /// <summary>Without SACK, each duplicate tells that some segment has left the path (RFC 5681 section 3.2).</summary>
    private void CountDuplicates(bool isDuplicate, ref DeliveredOctets delivered)
    {
        if (delivered.InOrder > 0)
        {
            // Of what is acknowledged now, all but the segment that was missing had been counted when it arrived.
            var counted = Math.Min(_duplicateOctets, Math.Max(0, delivered.InOrder - SegmentOctets));
            delivered.Octets = Math.Max(0, delivered.Octets - counted);
            _duplicateOctets = Phase == RecoveryPhase.Recovery ? _duplicateOctets - counted : 0;
            _duplicates = 0;
        }
        else if (isDuplicate && Board.Count > 0)
        {
            // No more can leave the path than was on it when the first came, however many come (RFC 5681 section 3.2).
            _mostDuplicateOctets = _duplicates++ == 0 ? Board.InFlightOctets : _mostDuplicateOctets;
            // After a timeout, what leaves the path had been given up already.
            if (Phase != RecoveryPhase.Loss && _duplicateOctets + SegmentOctets <= _mostDuplicateOctets)
            {
                _duplicateOctets += SegmentOctets;
                delivered.Octets += SegmentOctets;
            }
        }

        _duplicateOctets = Math.Min(_duplicateOctets, Board.InFlightOctets);
    }

    private void FindLosses(TimeSpan now)
    {
        if (_hasSack)
        {
            var window = _rack.ReorderWindow(Rtt, Phase != RecoveryPhase.Open, Board.SackedCount);
            _reorderAt = _rack.MarkLost(Board, window, now);
        }
        else if (Board.Count > 0 && IsFirstMissing() && Board[Board.FirstSlot].State == SentSegmentState.InFlight)
        {
            Board.MarkLost(Board.FirstSlot);
            _duplicateOctets = Math.Min(_duplicateOctets, Board.InFlightOctets);
        }
    }

    private bool IsFirstMissing() => Phase switch
    {
        // What was sent before a timeout must not begin another recovery (RFC 6582 section 3.2 step 2).
        RecoveryPhase.Open => _duplicates >= DuplicateThreshold && Unacknowledged >= _recoveryPoint,
        // A partial acknowledgment: the next segment is missing too (step 3).
        RecoveryPhase.Recovery => Unacknowledged < _recoveryPoint && Board[Board.FirstSlot].Transmissions == 1 && _duplicates == 0,
        _ => false,
    };

    private void UpdatePhase(
        long pipe, in DeliveredOctets delivered, bool foundLoss, bool isDuplicate, ref TcpStatistics statistics)
    {
        if (Phase != RecoveryPhase.Open && Unacknowledged >= _recoveryPoint)
        {
            Phase = RecoveryPhase.Open;
            _rack.Recovered();
            _duplicateOctets = 0;
        }

        if (foundLoss && Phase == RecoveryPhase.Open)
        {
            EnterRecovery(pipe, ref statistics);
        }
        else if (_probe.RepairedLoss(Unacknowledged, delivered.HasDuplicate, isDuplicate) && Phase == RecoveryPhase.Open)
        {
            statistics.Recoveries++;
            Reduce();
        }
    }

    private void EnterRecovery(long pipe, ref TcpStatistics statistics)
    {
        if (Phase != RecoveryPhase.Open)
        {
            return;
        }

        statistics.Recoveries++;
        Phase = RecoveryPhase.Recovery;
        _undo.Begin();
        _probe.Forget();
        IsProbeDue = false;
        // A mark or a probe may have reduced the window for the same flight already.
        if (Unacknowledged >= _reducedUntil)
        {
            Control.Congested(Next - Unacknowledged);
        }

        _reducedUntil = Next;
        _recoveryPoint = Next;
        _rate.Begin(pipe, Control.Window, SegmentOctets);
    }

    private void AdjustWindow(in DeliveredOctets delivered, bool foundLoss, TimeSpan now)
    {
        if (Phase == RecoveryPhase.Recovery)
        {
            if (delivered.Octets > 0 || foundLoss)
            {
                _rate.Acknowledged(delivered.Octets, Pipe, delivered.InOrder > 0 && !foundLoss);
            }
        }
        else if (delivered.InOrder > 0)
        {
            // What had been SACKed before has counted when it was, for the rate of the recovery.
            Control.Acknowledged(new AcknowledgedOctets(
                delivered.Octets,
                Unacknowledged,
                Next,
                delivered.HasTimes ? now - delivered.LastSentAt : TimeSpan.FromTicks(-1),
                Rtt.Smoothed,
                Phase == RecoveryPhase.Loss || _load.IsWindowLimited(Control.Window, Control.Threshold),
                now));
        }

        if (delivered.InOrder > 0)
        {
            _load.Acknowledged(Unacknowledged);
        }
    }

    private void Rearm(in DeliveredOctets delivered, TimeSpan now)
    {
        if (Board.Count == 0)
        {
            (_timeoutAt, _probeAt, _reorderAt) = (TimeSpan.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue);
            IsProbeDue = false;
            _mustSendFirst = false;
            return;
        }

        if (delivered.InOrder > 0)
        {
            _mustSendFirst = false;
            _timeoutAt = now + Rtt.Timeout;
            IsProbeDue = false;
            ScheduleProbe(now);
        }
        else if (!CanProbe)
        {
            _probeAt = TimeSpan.MaxValue;
            IsProbeDue = false;
        }
    }

    private void Undo(ref TcpStatistics statistics)
    {
        _undo.Disarm();
        statistics.Undone++;
        Control.Undo();
        Rtt.ForgetBackOff();
        Board.ForgetLosses();
        Phase = RecoveryPhase.Open;
        _recoveryPoint = Unacknowledged;
        _reducedUntil = Unacknowledged;
        _duplicateOctets = 0;
        _duplicates = 0;
    }
}
