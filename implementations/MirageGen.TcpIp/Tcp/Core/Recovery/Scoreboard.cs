namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// The segments that were sent and are not acknowledged in order (RFC 6675 section 3), in a ring by their place in the stream.
/// Those on their way are in a list by when they were sent, which is what RACK looks at; those to be sent again in another.
/// Whatever an acknowledgment says costs a binary search and as many steps as segments change their state, however many there are.
/// </summary>
/// <param name="limit">Most segments at once.</param>
/// <param name="budget">What all scoreboards of a device share; null for no bound but this one's own.</param>
internal sealed class Scoreboard(int limit, SegmentBudget? budget = null)
{
    private const int LeastCapacity = 16;

    private readonly int _limit = limit;
    private SentSegment[] _segments = [];
    private SegmentList _inFlight = new();
    private SegmentList _lost = new();
    private int _head;

    /// <summary>How many segments.</summary>
    public int Count { get; private set; }

    /// <summary>How many more fit.</summary>
    public int Room =>
        Math.Max(0, (budget is { IsSpent: true } ? Math.Max(LeastCapacity, _segments.Length) - 1 : _limit) - Count);

    /// <summary>Octets believed to be on their way.</summary>
    public long InFlightOctets => _inFlight.Octets;

    /// <summary>Octets that wait to be sent again.</summary>
    public long LostOctets => _lost.Octets;

    /// <summary>How many segments are SACKed.</summary>
    public int SackedCount { get; private set; }

    /// <summary>The slot of the first segment; meaningful when there is one.</summary>
    public int FirstSlot => _head;

    /// <summary>The slot of the last segment; meaningful when there is one.</summary>
    public int LastSlot => Slot(Count - 1);

    /// <summary>The slot behind the last segment.</summary>
    public int EndSlot => _segments.Length == 0 ? 0 : Slot(Count);

    /// <summary>The segment on its way that was sent first; <see cref="SegmentList.None"/> for none. Follow <see cref="SentSegment.Next"/>.</summary>
    public int OldestInFlight => _inFlight.First;

    /// <summary>The segment to be sent again first; <see cref="SegmentList.None"/> for none. Follow <see cref="SentSegment.Next"/>.</summary>
    public int FirstLost => _lost.First;

    /// <summary>A segment by its slot. Only this class changes it.</summary>
    public ref readonly SentSegment this[int slot] => ref _segments[slot];

    /// <summary>The slot behind another.</summary>
    public int After(int slot) => (slot + 1) & (_segments.Length - 1);

    /// <summary>Adds a segment behind the last. There must be room.</summary>
    public void Append(long start, int length, TimeSpan now)
    {
        // One slot stays free, so that the slot behind the last is never the first.
        if (Count + 1 >= _segments.Length)
        {
            Grow();
        }

        var slot = Slot(Count++);
        _segments[slot] = new SentSegment { Start = start, Length = length, SentAt = now, Transmissions = 1 };
        _inFlight.Append(_segments, slot);
    }

    /// <summary>Forgets the first segment.</summary>
    public void RemoveFirst()
    {
        Unlink(_head);
        _head = Slot(1);
        Count--;
    }

    /// <summary>Shortens the first segment to what lies from an offset within it.</summary>
    public void TrimFirst(long start)
    {
        ref var segment = ref _segments[_head];
        var cut = (int)(start - segment.Start);
        segment.Start = start;
        segment.Length -= cut;
        if (segment.State == SentSegmentState.InFlight)
        {
            _inFlight.Octets -= cut;
        }
        else if (segment.State == SentSegmentState.Lost)
        {
            _lost.Octets -= cut;
        }
    }

    /// <summary>The slot of the first segment that begins at an offset or behind it; <see cref="EndSlot"/> for none.</summary>
    public int FirstFrom(long offset)
    {
        var low = 0;
        var high = Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_segments[Slot(middle)].Start < offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return _segments.Length == 0 ? 0 : Slot(low);
    }

    /// <summary>The first segment at a slot or behind it that is not SACKed; <see cref="EndSlot"/> for none.</summary>
    public int FirstUnsacked(int slot)
    {
        var end = EndSlot;
        var found = slot;
        while (found != end && _segments[found].State == SentSegmentState.Sacked)
        {
            found = _segments[found].Skip;
        }

        // Who comes this way again gets there in one step.
        while (slot != found)
        {
            var next = _segments[slot].Skip;
            _segments[slot].Skip = found;
            slot = next;
        }

        return found;
    }

    /// <summary>The peer has a segment that was not SACKed before.</summary>
    public void MarkSacked(int slot)
    {
        Unlink(slot);
        ref var segment = ref _segments[slot];
        segment.State = SentSegmentState.Sacked;
        segment.Skip = After(slot);
        SackedCount++;
    }

    /// <summary>A segment on its way is lost.</summary>
    public void MarkLost(int slot)
    {
        _inFlight.Remove(_segments, slot);
        ref var segment = ref _segments[slot];
        segment.State = SentSegmentState.Lost;
        // The first hole holds up the peer's application: it comes before others that are due again.
        if (_lost.First != SegmentList.None && segment.Start < _segments[_lost.First].Start)
        {
            _lost.Prepend(_segments, slot);
        }
        else
        {
            _lost.Append(_segments, slot);
        }
    }

    /// <summary>The first segment is lost, and is to be sent again before all others. It must not be SACKed.</summary>
    public void MarkFirstLost()
    {
        Unlink(_head);
        _segments[_head].State = SentSegmentState.Lost;
        _lost.Prepend(_segments, _head);
    }

    /// <summary>A segment was sent again.</summary>
    public void Resent(int slot, TimeSpan now)
    {
        Unlink(slot);
        ref var segment = ref _segments[slot];
        segment.State = SentSegmentState.InFlight;
        segment.SentAt = now;
        if (segment.Transmissions < byte.MaxValue)
        {
            segment.Transmissions++;
        }

        _inFlight.Append(_segments, slot);
    }

    /// <summary>Nothing was lost after all: what waits to be sent again is on its way.</summary>
    public void ForgetLosses()
    {
        for (var slot = _lost.First; slot != SegmentList.None; slot = _segments[slot].Next)
        {
            _segments[slot].State = SentSegmentState.InFlight;
        }

        // They were sent before what is on its way, or they would not have been taken for lost.
        _inFlight.Prepend(_segments, ref _lost);
    }

    /// <summary>The peer does not have what it had SACKed (RFC 2018 section 8): all of it is lost.</summary>
    public void ForgetSacks()
    {
        var slot = _head;
        for (var i = 0; i < Count; i++, slot = After(slot))
        {
            if (_segments[slot].State == SentSegmentState.Sacked)
            {
                _segments[slot].State = SentSegmentState.InFlight;
                _inFlight.Append(_segments, slot);
                MarkLost(slot);
            }
        }

        SackedCount = 0;
    }

    /// <summary>Cuts all segments that are too large and not SACKed into smaller ones, which are lost.</summary>
    /// <param name="most">Octets of payload that a segment may have.</param>
    /// <param name="dataEnd">The offset of the FIN, which takes no room.</param>
    public void Cut(int most, long dataEnd)
    {
        var old = _segments;
        var oldInFlight = _inFlight;
        var (oldHead, oldCount) = (_head, Count);
        var moved = new int[old.Length];
        Clear();
        for (var i = 0; i < oldCount; i++)
        {
            var slot = (oldHead + i) & (old.Length - 1);
            var segment = old[slot];
            var isOversized = Math.Min(segment.End, dataEnd) - segment.Start > most && segment.State != SentSegmentState.Sacked;
            moved[slot] = isOversized ? SegmentList.None : Count;
            AppendPieces(segment, isOversized ? most : segment.Length, dataEnd, isOversized);
        }

        for (var slot = oldInFlight.First; slot != SegmentList.None; slot = old[slot].Next)
        {
            if (moved[slot] != SegmentList.None)
            {
                _inFlight.Append(_segments, moved[slot]);
            }
        }
    }

    /// <summary>Forgets all segments and gives the memory back.</summary>
    public void Clear()
    {
        Replace([]);
        _inFlight = new SegmentList();
        _lost = new SegmentList();
        (_head, Count, SackedCount) = (0, 0, 0);
    }

    /// <summary>Adds a segment that was sent, in pieces; those on their way are not yet in their list.</summary>
    private void AppendPieces(SentSegment segment, int most, long dataEnd, bool isLost)
    {
        for (var start = segment.Start; start < segment.End;)
        {
            var end = Math.Min(segment.End, start + most);
            end = end == dataEnd ? segment.End : end;
            if (Count + 1 >= _segments.Length)
            {
                Grow();
            }

            var slot = Slot(Count++);
            ref var piece = ref _segments[slot];
            piece = segment with { Start = start, Length = (int)(end - start) };
            piece.State = isLost ? SentSegmentState.Lost : segment.State;
            piece.Skip = After(slot);
            SackedCount += piece.State == SentSegmentState.Sacked ? 1 : 0;
            if (piece.State == SentSegmentState.Lost)
            {
                _lost.Append(_segments, slot);
            }

            start = end;
        }
    }

    private void Unlink(int slot)
    {
        switch (_segments[slot].State)
        {
            case SentSegmentState.InFlight:
                _inFlight.Remove(_segments, slot);
                break;
            case SentSegmentState.Lost:
                _lost.Remove(_segments, slot);
                break;
            default:
                SackedCount--;
                break;
        }
    }

    private int Slot(int index) => (_head + index) & (_segments.Length - 1);

    private void Grow()
    {
        var old = _segments;
        var grown = new SentSegment[Math.Max(LeastCapacity, old.Length * 2)];
        for (var i = 0; i < Count; i++)
        {
            ref var segment = ref grown[i];
            segment = old[Slot(i)];
            segment.Previous = Moved(segment.Previous);
            segment.Next = Moved(segment.Next);
            segment.Skip = Moved(segment.Skip);
        }

        _inFlight.First = Moved(_inFlight.First);
        _inFlight.Last = Moved(_inFlight.Last);
        _lost.First = Moved(_lost.First);
        _lost.Last = Moved(_lost.Last);
        Replace(grown);
        _head = 0;
    }

    private void Replace(SentSegment[] segments)
    {
        budget?.Slots += segments.Length - _segments.Length;
        _segments = segments;
    }

    private int Moved(int slot) => slot == SegmentList.None ? slot : (slot - _head) & (_segments.Length - 1);
}
