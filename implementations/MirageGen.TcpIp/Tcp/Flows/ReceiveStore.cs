using System.Buffers;
using System.Numerics;

namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// What has arrived of a stream and was not consumed, holes included: each octet lies where it belongs, in a block that is
/// found by its number. Blocks are there only where something has arrived. A mutable struct: keep it in a field.
/// </summary>
internal struct ReceiveStore(BlockPool pool)
{
    private const int LeastSlots = 4;

    // The block with number n holds the octets from _origin + n * SmallOctets; it is in the slot n modulo their number.
    private Block?[] _slots = [];
    private long _origin;
    private long _end;

    /// <summary>The place in the stream of the first octet that was not consumed.</summary>
    public long Start { get; private set; }

    /// <summary>Writes a part of a frame where it belongs in the stream.</summary>
    /// <param name="offset">The place in the stream; not before <see cref="Start"/>.</param>
    /// <param name="frame">What arrived.</param>
    /// <param name="at">Where in the frame the part begins.</param>
    /// <param name="length">Its octets.</param>
    public void Write(long offset, in ReceivedFrame frame, int at, int length)
    {
        if (_end <= Start)
        {
            // Nothing is held: a new beginning, so that what comes in one piece stays in one.
            _origin = Start;
        }

        _end = Math.Max(_end, offset + length);
        while (length > 0)
        {
            var block = BlockAt(NumberOf(offset));
            var within = (int)(offset - block.Offset);
            var part = Math.Min(length, BlockPool.SmallOctets - within);
            frame.CopyTo(at, block.Octets.AsSpan(within, part));
            offset += part;
            at += part;
            length -= part;
        }
    }

    /// <summary>The octets from <see cref="Start"/> on.</summary>
    /// <param name="end">The place in the stream behind the last of them; up to there everything has arrived.</param>
    public readonly ReadOnlySequence<byte> Until(long end)
    {
        if (end <= Start)
        {
            return ReadOnlySequence<byte>.Empty;
        }

        var first = _slots[SlotOf(NumberOf(Start))]!;
        var last = _slots[SlotOf(NumberOf(end - 1))]!;
        return new(first, (int)(Start - first.Offset), last, (int)(end - last.Offset));
    }

    /// <summary>The place in the stream of a position in what <see cref="Until"/> gave.</summary>
    public readonly long PlaceOf(SequencePosition position) =>
        position.GetObject() is Block block ? block.Offset + position.GetInteger() : Start;

    /// <summary>Gives up what lies before a place in the stream.</summary>
    public void Consume(long start)
    {
        if (_end <= start)
        {
            Release();
            Start = start;
            return;
        }

        var first = NumberOf(Start);
        var kept = NumberOf(start);
        Start = start;
        for (var number = first; number < kept; number++)
        {
            Return(SlotOf(number));
        }
    }

    /// <summary>Gives up everything.</summary>
    public void Release()
    {
        if (_end > Start)
        {
            for (var slot = 0; slot < _slots.Length; slot++)
            {
                Return(slot);
            }
        }

        _end = Start;
    }

    private readonly long NumberOf(long offset) => (offset - _origin) / BlockPool.SmallOctets;

    private readonly int SlotOf(long number) => (int)number & (_slots.Length - 1);

    private readonly void Return(int slot)
    {
        if (_slots[slot] is { } block)
        {
            _slots[slot] = null;
            pool.Return(block);
        }
    }

    private Block BlockAt(long number)
    {
        var first = NumberOf(Start);
        if (number - first >= _slots.Length)
        {
            Grow(first, number);
        }

        ref var slot = ref _slots[SlotOf(number)];
        if (slot is not null)
        {
            return slot;
        }

        var block = pool.Rent(BlockPool.SmallOctets);
        block.Offset = _origin + (number * BlockPool.SmallOctets);
        slot = block;
        if (number > first && _slots[SlotOf(number - 1)] is { } before)
        {
            before.Following = block;
        }

        if (number + 1 - first < _slots.Length)
        {
            block.Following = _slots[SlotOf(number + 1)];
        }

        return block;
    }

    private void Grow(long first, long number)
    {
        var slots = new Block?[Math.Max(LeastSlots, (int)BitOperations.RoundUpToPowerOf2((uint)(number - first + 1)))];
        for (var i = first; i < first + _slots.Length; i++)
        {
            slots[(int)i & (slots.Length - 1)] = _slots[SlotOf(i)];
        }

        _slots = slots;
    }
}
