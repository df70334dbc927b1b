using System.Buffers;

namespace MirageGen.TestKit;

/// <summary>What has arrived for a flow's reader and is not consumed.</summary>
internal sealed class ReceiveBuffer(FlowMemory memory)
{
    private FlowSegment? _head;
    private FlowSegment? _tail;

    /// <summary>Octets that have arrived since the flow began.</summary>
    public long Arrived { get; private set; }

    /// <summary>Octets consumed since the flow began.</summary>
    public long Consumed { get; private set; }

    /// <summary>How far the reader has looked.</summary>
    public long Examined { get; private set; }

    public bool HasUnexamined => Arrived > Examined;

    public ReadOnlySequence<byte> Sequence => _head is null
        ? ReadOnlySequence<byte>.Empty
        : new(_head, (int)(Consumed - _head.RunningIndex), _tail!, _tail!.Memory.Length);

    /// <summary>Appends octets; takes over the reference to their block.</summary>
    public void Append(FlowBlock? block, ReadOnlyMemory<byte> octets)
    {
        var segment = memory.TakeSegment();
        segment.Set(block, octets, Arrived);
        Arrived += octets.Length;
        if (_tail is null)
        {
            _head = segment;
        }
        else
        {
            _tail.Append(segment);
        }

        _tail = segment;
    }

    /// <summary>Notes how far the reader has come, and releases what it has consumed.</summary>
    /// <exception cref="InvalidOperationException">The positions are not of this buffer, or in the wrong order.</exception>
    public void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        var consumedTo = OffsetOf(consumed);
        var examinedTo = OffsetOf(examined);
        if (consumedTo < Consumed || examinedTo < consumedTo || examinedTo > Arrived)
        {
            throw new InvalidOperationException(
                $"AdvanceTo({consumedTo}, {examinedTo}): what is left begins at {Consumed} and ends at {Arrived}, counted from the flow's first octet.");
        }

        Examined = Math.Max(Examined, examinedTo);
        Consume(consumedTo);
    }

    /// <summary>Drops everything that is there.</summary>
    public void Clear()
    {
        Examined = Arrived;
        Consume(Arrived);
    }

    private void Consume(long offset)
    {
        Consumed = offset;
        while (_head is { } head && head.End <= offset)
        {
            _head = head.Following;
            memory.Release(head);
        }

        if (_head is null)
        {
            _tail = null;
        }
    }

    private long OffsetOf(SequencePosition position) =>
        position.GetObject() is FlowSegment segment ? segment.RunningIndex + position.GetInteger() : Consumed;
}
