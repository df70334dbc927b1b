namespace MirageGen.TestKit;

/// <summary>
/// The memory of all flows of a world, used again and again. What is given back is overwritten, so that a reader who
/// keeps a buffer after <c>AdvanceTo</c>, or a writer who keeps one after <c>Advance</c>, finds rubbish there at once and
/// not one day in production.
/// </summary>
internal sealed class FlowMemory
{
    private const byte Rubbish = 0xDD;
    private const int MaxIdleBlocks = 1024;

    private readonly Stack<FlowBlock> _usual = new();
    private readonly Stack<FlowBlock> _large = new();
    private readonly Stack<FlowSegment> _segments = new();

    /// <summary>A block with one reference.</summary>
    public FlowBlock TakeBlock(int atLeast)
    {
        var octets = atLeast <= FlowBlock.UsualOctets ? FlowBlock.UsualOctets : Math.Max(atLeast, FlowBlock.LargeOctets);
        var block = IdleOf(octets) is { } idle && idle.TryPop(out var used) ? used : new(octets);
        block.References = 1;
        return block;
    }

    public void Release(FlowBlock? block)
    {
        if (block is null || --block.References > 0)
        {
            return;
        }

        Array.Fill(block.Octets, Rubbish);
        if (IdleOf(block.Octets.Length) is { Count: < MaxIdleBlocks } idle)
        {
            idle.Push(block);
        }
    }

    private Stack<FlowBlock>? IdleOf(int octets) =>
        octets == FlowBlock.UsualOctets ? _usual : octets == FlowBlock.LargeOctets ? _large : null;

    public FlowSegment TakeSegment() => _segments.TryPop(out var idle) ? idle : new();

    public void Release(FlowSegment segment)
    {
        Release(segment.Block);
        segment.Set(null, default, 0);
        _segments.Push(segment);
    }
}
