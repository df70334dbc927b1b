using System.Buffers;

namespace MirageGen.Unix.Buffers;

/// <summary>
/// What has arrived on a flow and was not consumed yet, as a chain of segments; empty, it holds no memory. A mutable
/// struct: keep it in a field.
/// </summary>
internal struct ReceiveBuffer(SegmentPool pool)
{
    // Less room than this at the end of a block is not worth a system call.
    private const int LeastRoomBytes = 512;

    private Segment? _head;
    private Segment? _tail;
    private int _blockBytes = SegmentPool.SmallBytes;

    public readonly long Length =>
        _head is { } head && _tail is { } tail ? tail.RunningIndex + tail.End - head.RunningIndex - head.Start : 0;

    /// <summary>All of it.</summary>
    public readonly ReadOnlySequence<byte> Sequence =>
        _head is { } head && _tail is { } tail ? new(head, head.Start, tail, tail.End) : ReadOnlySequence<byte>.Empty;

    /// <summary>Room to receive into, of the size that this flow lately needed.</summary>
    public Span<byte> Reserve()
    {
        if (_tail is null || _tail.RoomBytes < LeastRoomBytes)
        {
            var segment = pool.Rent(_blockBytes);
            _tail?.Append(segment);
            _head ??= segment;
            _tail = segment;
        }

        return _tail.Room;
    }

    /// <summary>Says how much of the room was filled; the size of the next follows what arrives.</summary>
    public void Commit(int count)
    {
        var tail = _tail!;
        var wasFilled = count == tail.RoomBytes;
        tail.Fill(count);
        if (wasFilled)
        {
            _blockBytes = SegmentPool.LargeBytes;
        }
        else if (count <= SegmentPool.SmallBytes)
        {
            _blockBytes = SegmentPool.SmallBytes;
        }

        if (tail.Count == 0 && ReferenceEquals(tail, _head))
        {
            Release();
        }
    }

    /// <summary>Gives up what lies before a position of <see cref="Sequence"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position is not in it.</exception>
    public void Consume(SequencePosition consumed)
    {
        var segment = consumed.GetObject() as Segment;
        if (segment is null || _head is null)
        {
            return;
        }

        var index = consumed.GetInteger();
        if (OffsetOf(consumed) is var offset && (offset < 0 || offset > Length))
        {
            throw new ArgumentOutOfRangeException(nameof(consumed));
        }

        while (!ReferenceEquals(_head, segment))
        {
            var done = _head;
            _head = done.Following ?? throw new ArgumentOutOfRangeException(nameof(consumed));
            pool.Return(done);
        }

        _head.Take(index - _head.Start);
        if (_head.Count == 0)
        {
            DropEmptyHead();
        }
    }

    /// <summary>How far from the start of <see cref="Sequence"/> a position is; zero for that of an empty one.</summary>
    public readonly long OffsetOf(SequencePosition position) =>
        position.GetObject() is Segment segment && _head is not null
            ? segment.RunningIndex + position.GetInteger() - _head.RunningIndex - _head.Start
            : 0;

    /// <summary>Gives up everything.</summary>
    public void Release()
    {
        while (_head is { } segment)
        {
            _head = segment.Following;
            pool.Return(segment);
        }

        _tail = null;
    }

    private void DropEmptyHead()
    {
        var done = _head!;
        _head = done.Following;
        pool.Return(done);
        if (_head is null)
        {
            _tail = null;
        }
    }
}
