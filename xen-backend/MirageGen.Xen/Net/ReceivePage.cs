using System.Buffers;
using MirageGen.Xen.Hypervisor;

namespace MirageGen.Xen.Net;

/// <summary>A page to receive into: as memory, and as a piece of a frame that is kept.</summary>
internal sealed unsafe class ReceivePage(byte* first) : ReadOnlySequenceSegment<byte>
{
    private readonly ReadOnlyMemory<byte> _memory = new PageMemory(first).Memory;

    /// <summary>Its first octet.</summary>
    public byte* First => first;

    /// <summary>A part of it.</summary>
    public ReadOnlyMemory<byte> Part(int offset, int length) => _memory.Slice(offset, length);

    /// <summary>Becomes a piece of a kept frame.</summary>
    /// <param name="offset">Where in the page it begins.</param>
    /// <param name="length">Its octets.</param>
    /// <param name="before">The piece before it; null when it is the first.</param>
    public void Chain(int offset, int length, ReceivePage? before)
    {
        Memory = Part(offset, length);
        Next = null;
        RunningIndex = 0;
        if (before is not null)
        {
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }

    /// <summary>The next piece of a kept frame.</summary>
    public ReceivePage? Following => (ReceivePage?)Next;

    private sealed class PageMemory(byte* first) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan() => new(first, PageLayout.PageOctets);

        public override MemoryHandle Pin(int elementIndex = 0) => new(first + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
