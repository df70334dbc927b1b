namespace MirageGen.Unix.Buffers;

/// <summary>
/// What a flow is to send: blocks that the writer fills in place and references to memory that never changes, in order.
/// What has not been flushed yet is in it but not offered for sending. Empty, it holds no memory. A mutable struct: keep
/// it in a field.
/// </summary>
internal struct SendQueue(SegmentPool pool)
{
    // Copying so little costs less than a piece of its own in a gathered write.
    private const int CopiedBytes = 2048;
    private const int LeastRoomBytes = 256;

    private Segment? _head;
    private Segment? _tail;
    private bool _isLeased;

    /// <summary>Octets that may be sent.</summary>
    public long Sendable { get; private set; }

    /// <summary>Octets written and not yet flushed.</summary>
    public long Unflushed { get; private set; }

    /// <summary>The oldest segment with octets to send, to be followed while <see cref="Sendable"/> lasts.</summary>
    public readonly Segment? First => _head;

    /// <summary>The first octets that may be sent, as far as they lie together.</summary>
    public readonly ReadOnlyMemory<byte> Front
    {
        get
        {
            var segment = _head;
            while (segment is { Count: 0 })
            {
                segment = segment.Following;
            }

            return segment is null || Sendable == 0 ? default : segment.Unsent[..(int)Math.Min(segment.Count, Sendable)];
        }
    }

    /// <summary>Room to write into, at the end.</summary>
    /// <param name="leastBytes">Zero for whatever is convenient.</param>
    public Segment Lease(int leastBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leastBytes);
        if (_tail is null || _tail.RoomBytes < Math.Max(leastBytes, LeastRoomBytes))
        {
            // Who fills one block without waiting fills more: then larger ones.
            Append(pool.Rent(_tail is null ? leastBytes : Math.Max(leastBytes, SegmentPool.LargeBytes)));
        }

        _isLeased = true;
        return _tail!;
    }

    /// <summary>Says how much of the leased room was filled.</summary>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > 0 && (!_isLeased || count > _tail!.RoomBytes))
        {
            throw new InvalidOperationException("More was advanced than GetMemory or GetSpan gave.");
        }

        if (_isLeased)
        {
            _isLeased = false;
            _tail!.Fill(count);
            Unflushed += count;
        }
    }

    /// <summary>Adds memory that never changes; little of it is copied.</summary>
    public void Refer(ReadOnlyMemory<byte> memory)
    {
        if (memory.Length <= CopiedBytes)
        {
            Copy(memory.Span);
        }
        else
        {
            _isLeased = false;
            Append(pool.Refer(memory));
            Unflushed += memory.Length;
        }
    }

    /// <summary>Adds a copy.</summary>
    public void Copy(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var room = Lease(octets.Length <= CopiedBytes ? octets.Length : 0).Room;
            var count = Math.Min(room.Length, octets.Length);
            octets[..count].CopyTo(room);
            Advance(count);
            octets = octets[count..];
        }
    }

    /// <summary>Lets everything written be sent.</summary>
    public void Flush()
    {
        Sendable += Unflushed;
        Unflushed = 0;
    }

    /// <summary>Says that octets at the front have been sent.</summary>
    public void Consume(long count)
    {
        Sendable -= count;
        while (_head is { } segment)
        {
            var taken = (int)Math.Min(count, segment.Count);
            segment.Take(taken);
            count -= taken;
            if (segment.Count > 0 || (_isLeased && ReferenceEquals(segment, _tail)))
            {
                return;
            }

            _head = segment.Following;
            pool.Return(segment);
        }

        _tail = null;
    }

    /// <summary>Gives up everything but room that the writer still holds: it may be writing there.</summary>
    public void Release()
    {
        while (_head is { } segment && !(_isLeased && ReferenceEquals(segment, _tail)))
        {
            _head = segment.Following;
            pool.Return(segment);
        }

        _head?.Take(_head.Count);
        _tail = _head;
        Sendable = 0;
        Unflushed = 0;
    }

    /// <summary>Says that the writer writes no more, whatever it holds.</summary>
    public void EndLease()
    {
        _isLeased = false;
        if (Sendable + Unflushed == 0)
        {
            Release();
        }
    }

    private void Append(Segment segment)
    {
        _tail?.Append(segment);
        _head ??= segment;
        _tail = segment;
    }
}
