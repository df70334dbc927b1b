using System.Buffers;

namespace MirageGen.TestKit;

/// <summary>
/// One piece of what a flow received: a part of the block its sender filled, or of memory that never changes. Its
/// running index counts from the flow's first octet.
/// </summary>
internal sealed class FlowSegment : ReadOnlySequenceSegment<byte>
{
    /// <summary>The block it lies in; null for memory that never changes.</summary>
    public FlowBlock? Block { get; private set; }

    public FlowSegment? Following => (FlowSegment?)Next;

    /// <summary>The offset in the flow behind its last octet.</summary>
    public long End => RunningIndex + Memory.Length;

    public void Set(FlowBlock? block, ReadOnlyMemory<byte> memory, long offset)
    {
        Block = block;
        Memory = memory;
        RunningIndex = offset;
        Next = null;
    }

    public void Append(FlowSegment next) => Next = next;
}
