namespace MirageGen.TestKit;

/// <summary>What a flow's writer has written and the wire has not delivered: pieces of blocks, in order.</summary>
internal sealed class SendBuffer(FlowMemory memory)
{
    /// <summary>What is left of a block that is not worth writing into.</summary>
    private const int Scrap = 64;

    private readonly Ring<Piece> _pieces = new();
    private FlowBlock? _block;
    private int _filled;

    /// <summary>Octets written since the flow began.</summary>
    public long Written { get; private set; }

    private int Room => _block is null ? 0 : _block.Octets.Length - _filled;

    public Memory<byte> GetMemory(int sizeHint)
    {
        if (Room < Math.Max(sizeHint, Scrap))
        {
            memory.Release(_block);
            _block = memory.TakeBlock(sizeHint);
            _filled = 0;
        }

        return _block!.Octets.AsMemory(_filled);
    }

    public void Advance(int count)
    {
        if (count == 0)
        {
            return;
        }

        if (_pieces.Count > 0 && _pieces.Last is { } last && last.Block == _block && last.End == _filled)
        {
            _pieces.Last = last with { Length = last.Length + count };
        }
        else
        {
            _block!.References++;
            _pieces.Add(new(_block, _block.Octets, _filled, count, 0));
        }

        _filled += count;
        Written += count;
    }

    /// <summary>Appends memory that never changes, without a copy.</summary>
    public void AppendImmutable(ReadOnlyMemory<byte> data)
    {
        if (!data.IsEmpty)
        {
            _pieces.Add(new(null, data, 0, data.Length, TraceHash.Of(data.Span)));
            Written += data.Length;
        }
    }

    /// <summary>Moves the first octets to where they are received.</summary>
    /// <returns>A digest of them.</returns>
    public ulong MoveTo(ReceiveBuffer receiver, long count)
    {
        var digest = new TraceHash();
        while (count > 0)
        {
            ref var piece = ref _pieces.First;
            var part = (int)Math.Min(count, piece.Length);
            var isWhole = part == piece.Length;
            if (piece.Block is { } block && !isWhole)
            {
                block.References++;
            }

            var octets = piece.Memory.Slice(piece.Start, part);
            digest.Add(octets.Span);
            receiver.Append(piece.Block, octets);
            count -= part;
            if (isWhole)
            {
                piece.VerifyUnchanged();
                _pieces.Take();
            }
            else
            {
                piece = piece with { Start = piece.Start + part, Length = piece.Length - part };
            }
        }

        return digest.Value;
    }

    /// <summary>Drops everything that was written, but not the memory that the writer may hold.</summary>
    public void Clear()
    {
        while (_pieces.Count > 0)
        {
            memory.Release(_pieces.Take().Block);
        }
    }

    /// <summary>Nothing will be written any more: the writer has let go of the memory it held.</summary>
    public void Seal()
    {
        memory.Release(_block);
        _block = null;
    }

    /// <param name="Block">Null for memory that never changes.</param>
    /// <param name="Memory">The block's memory, or what never changes.</param>
    /// <param name="Start">Where in it the piece begins.</param>
    /// <param name="Length">Its octets.</param>
    /// <param name="Digest">For what never changes, its digest when it was written.</param>
    private readonly record struct Piece(FlowBlock? Block, ReadOnlyMemory<byte> Memory, int Start, int Length, ulong Digest)
    {
        public int End => Start + Length;

        public void VerifyUnchanged()
        {
            if (Block is null && TraceHash.Of(Memory.Span) != Digest)
            {
                throw new InvalidOperationException(
                    $"Memory given to WriteImmutable ({Memory.Length} octets) was changed before it was sent.");
            }
        }
    }
}
