namespace MirageGen;

/// <summary>
/// One frame in a device's receive memory. It may lie in several pieces (a ring of pages); the first holds at least
/// <see cref="HeaderOctets"/> octets, or the whole frame when that is shorter, so that headers are read in place.
/// </summary>
public readonly ref struct ReceivedFrame
{
    /// <summary>What the first piece is sure to hold: Ethernet with a tag, IPv6 with room for options, TCP with all its options.</summary>
    public const int HeaderOctets = 192;

    private readonly ReadOnlySpan<ReadOnlyMemory<byte>> _tail;
    private readonly IFrameRetainer? _retainer;
    private readonly int _cut;

    /// <summary>Describes a frame.</summary>
    /// <param name="head">Its first piece.</param>
    /// <param name="tail">Its other pieces, in order.</param>
    /// <param name="facts">What the device knows about it.</param>
    /// <param name="retainer">Who keeps its memory when it is retained; null when the device cannot.</param>
    public ReceivedFrame(
        ReadOnlySpan<byte> head,
        ReadOnlySpan<ReadOnlyMemory<byte>> tail = default,
        ReceiveFacts facts = default,
        IFrameRetainer? retainer = null)
    {
        Head = head;
        _tail = tail;
        Facts = facts;
        _retainer = retainer;
        Length = head.Length;
        foreach (var piece in tail)
        {
            Length += piece.Length;
        }
    }

    private ReceivedFrame(
        ReadOnlySpan<byte> head, ReadOnlySpan<ReadOnlyMemory<byte>> tail, ReceiveFacts facts, IFrameRetainer? retainer, int cut)
        : this(head, tail, facts, retainer)
    {
        _cut = cut;
        Length -= cut;
    }

    /// <summary>The first piece, with all headers.</summary>
    public ReadOnlySpan<byte> Head { get; }

    /// <summary>Octets of the whole frame.</summary>
    public int Length { get; }

    /// <summary>What the device knows about it.</summary>
    public ReceiveFacts Facts { get; }

    /// <summary>How many pieces it lies in; at least one.</summary>
    public int PieceCount => _tail.Length + 1;

    /// <summary>One of its pieces, in order.</summary>
    public ReadOnlySpan<byte> Piece(int index)
    {
        if (index == 0)
        {
            return Head;
        }

        var piece = _tail[index - 1].Span;
        return index == _tail.Length ? piece[..^_cut] : piece;
    }

    /// <summary>
    /// The same frame without its last octets, where a protocol says that it ends before the device's frame does: short
    /// Ethernet frames are padded. When it is retained, the whole frame is.
    /// </summary>
    /// <param name="length">Octets that are left.</param>
    /// <exception cref="ArgumentOutOfRangeException">The frame has not as many.</exception>
    public ReceivedFrame Trim(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        if (length <= Head.Length)
        {
            return new(Head[..length], default, Facts, _retainer);
        }

        var pieces = 0;
        var end = Head.Length;
        while (end < length)
        {
            end += _tail[pieces++].Length;
        }

        return new(Head, _tail[..pieces], Facts, _retainer, end - length);
    }

    /// <summary>Copies a part of it.</summary>
    /// <param name="offset">Where to begin, in octets from the start of the frame.</param>
    /// <param name="destination">Filled completely.</param>
    /// <exception cref="ArgumentOutOfRangeException">The frame ends before the destination is full.</exception>
    public void CopyTo(int offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, Length - offset, nameof(destination));
        for (var i = 0; i < PieceCount && destination.Length > 0; i++)
        {
            var piece = Piece(i);
            if (offset >= piece.Length)
            {
                offset -= piece.Length;
                continue;
            }

            var part = piece[offset..Math.Min(piece.Length, offset + destination.Length)];
            part.CopyTo(destination);
            destination = destination[part.Length..];
            offset = 0;
        }
    }

    /// <summary>
    /// Keeps the frame's memory beyond the call. The device has that much less to receive into until it is released,
    /// so retain only what is released soon.
    /// </summary>
    /// <param name="frame">To be released once, with <see cref="RetainedFrame.Release"/>.</param>
    /// <returns>False when the device cannot spare it: copy instead.</returns>
    public bool TryRetain(out RetainedFrame frame)
    {
        frame = default;
        return _retainer is not null && _retainer.TryRetain(this, out frame);
    }
}
