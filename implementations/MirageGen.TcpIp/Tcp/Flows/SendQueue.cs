namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// What an application has written and the peer has not acknowledged: blocks that it fills in place, and references to
/// memory that never changes, in the order of the stream. Read at any place, for what is lost is sent again. Empty, it
/// holds no memory. A mutable struct: keep it in a field.
/// </summary>
internal struct SendQueue(BlockPool pool)
{
    // Copying so little costs less than a block of its own.
    private const int CopiedOctets = 512;
    private const int LeastRoomOctets = 128;

    private Block? _first;
    private Block? _last;
    private Block? _reading;
    private bool _isLeased;

    /// <summary>The place in the stream of the first octet that the peer has not acknowledged.</summary>
    public long Start { get; private set; }

    /// <summary>The place in the stream behind the last octet that may be sent.</summary>
    public long Flushed { get; private set; }

    /// <summary>The place in the stream behind the last octet written.</summary>
    public long End { get; private set; }

    /// <summary>Room to write into, at the end.</summary>
    /// <param name="leastOctets">Zero for whatever is convenient.</param>
    public Memory<byte> Lease(int leastOctets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leastOctets);
        if (_last is null || RoomOf(_last) < Math.Max(leastOctets, LeastRoomOctets))
        {
            // Who fills one block without waiting fills more: then larger ones, while there is memory for them.
            Append(pool.Rent(_last is null || pool.IsShort ? leastOctets : Math.Max(leastOctets, BlockPool.LargeOctets)));
        }

        _isLeased = true;
        return _last!.Octets.AsMemory(_last.Filled);
    }

    /// <summary>Says how much of the leased room was filled.</summary>
    /// <exception cref="InvalidOperationException">It is more than was leased.</exception>
    public void Advance(int octets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(octets);
        if (octets > 0 && (!_isLeased || octets > RoomOf(_last!)))
        {
            throw new InvalidOperationException("More was advanced than GetMemory or GetSpan gave.");
        }

        if (_isLeased)
        {
            _isLeased = false;
            _last!.Filled += octets;
            End += octets;
        }
    }

    /// <summary>Adds memory that never changes; little of it is copied.</summary>
    public void Refer(ReadOnlyMemory<byte> memory)
    {
        if (memory.Length <= CopiedOctets)
        {
            Copy(memory.Span);
            return;
        }

        _isLeased = false;
        Append(pool.Refer(memory));
        End += memory.Length;
    }

    /// <summary>Adds a copy.</summary>
    public void Copy(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var room = Lease(Math.Min(octets.Length, LeastRoomOctets)).Span;
            var part = Math.Min(room.Length, octets.Length);
            octets[..part].CopyTo(room);
            Advance(part);
            octets = octets[part..];
        }
    }

    /// <summary>Lets everything written be sent.</summary>
    /// <returns>How many octets more than before.</returns>
    public long Flush()
    {
        var more = End - Flushed;
        Flushed = End;
        return more;
    }

    /// <summary>Copies octets to where they are sent from.</summary>
    /// <param name="offset">The place in the stream; not before <see cref="Start"/>.</param>
    /// <param name="destination">Filled completely.</param>
    public void CopyTo(long offset, Span<byte> destination)
    {
        // As a rule what is sent follows what was sent last.
        var block = _reading is { } reading && reading.Offset <= offset ? reading : _first;
        while (!destination.IsEmpty)
        {
            while (block!.End <= offset)
            {
                block = block.Following;
            }

            _reading = block;
            var within = (int)(offset - block.Offset);
            var part = Math.Min(destination.Length, block.Filled - within);
            block.Memory.Span.Slice(within, part).CopyTo(destination);
            destination = destination[part..];
            offset += part;
        }
    }

    /// <summary>Gives up what the peer has acknowledged.</summary>
    /// <param name="start">The place in the stream behind it.</param>
    public void Acknowledge(long start)
    {
        Start = Math.Max(Start, start);
        while (_first is { } block && block.End <= Start && !IsHeld(block))
        {
            Drop(block);
        }
    }

    /// <summary>Gives up everything but room that the writer still holds: it may be writing there.</summary>
    public void Release()
    {
        Start = Flushed = End;
        while (_first is { } block && !IsHeld(block))
        {
            Drop(block);
        }
    }

    /// <summary>Says that the writer writes no more, whatever it holds.</summary>
    public void EndLease()
    {
        _isLeased = false;
        Acknowledge(Start);
    }

    private readonly bool IsHeld(Block block) => _isLeased && ReferenceEquals(block, _last);

    private static int RoomOf(Block block) => block.Octets.Length - block.Filled;

    private void Append(Block block)
    {
        block.Offset = End;
        if (_last is null)
        {
            _first = block;
        }
        else
        {
            _last.Following = block;
        }

        _last = block;
    }

    private void Drop(Block block)
    {
        _first = block.Following;
        if (_first is null)
        {
            _last = null;
        }

        if (ReferenceEquals(_reading, block))
        {
            _reading = null;
        }

        pool.Return(block);
    }
}
