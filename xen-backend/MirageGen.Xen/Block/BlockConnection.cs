using System.Runtime.CompilerServices;
using MirageGen.Xen.Grants;
using MirageGen.Xen.Hypervisor;
using MirageGen.Xen.Rings;

namespace MirageGen.Xen.Block;

/// <summary>
/// The ring of a connected disk and the memory behind it: writes requests, and judges what comes back. Octets are copied into granted
/// pages and out of them, so that the other end sees nothing but what it is to have, and the caller nothing that can still change.
/// </summary>
internal sealed unsafe class BlockConnection
{
    // What is asked of a slot has at most so many pages, with the one that names the others.
    private const int MostPages = DiskFacts.MostIndirectSegments + 1;

    // Below these bits of a request's number is its slot, above them a count: an answer is to that very request, not to an older one.
    private const int SlotBits = 8;

    private readonly RingPage _page;
    private readonly SharedRing _ring;
    private readonly BlockMemory _memory;
    private readonly ushort _handle;
    private readonly Slot[] _slots;
    private readonly ushort[] _pages;
    private readonly byte[] _freeSlots;
    private ulong _count;
    private bool _isRingBack;

    /// <summary>Makes ring and memory.</summary>
    /// <param name="hypervisor">The hypervisor.</param>
    /// <param name="grants">The grant table.</param>
    /// <param name="domain">The domain at the other end.</param>
    /// <param name="handle">The disk's number.</param>
    /// <exception cref="DeviceException">There is no memory, or there are too few grants.</exception>
    public BlockConnection(IHypervisor hypervisor, GrantTable grants, ushort domain, ushort handle)
    {
        _handle = handle;
        _page = new(hypervisor, grants, domain);
        _ring = new(_page.First, BlockWire.SlotOctets);
        try
        {
            _memory = new(hypervisor, grants, domain);
        }
        catch (DeviceException)
        {
            _ = _page.Release();
            throw;
        }

        _slots = new Slot[_ring.Capacity];
        _pages = new ushort[_ring.Capacity * MostPages];
        _freeSlots = new byte[_ring.Capacity];
        for (var i = 0; i < _freeSlots.Length; i++)
        {
            _freeSlots[i] = (byte)(_freeSlots.Length - 1 - i);
        }
    }

    /// <summary>The grant of the ring's page.</summary>
    public uint RingGrant => _page.Grant;

    /// <summary>What the other end says of the disk; null until it has connected, and no request is made before.</summary>
    public DiskFacts? Facts { get; set; }

    /// <summary>Requests that the other end has not answered.</summary>
    public int UnderWay => _ring.Capacity - _ring.Free;

    /// <summary>What the other end did that no sound one does; null as a rule. Nothing it says counts from then on.</summary>
    public string? Broken { get; private set; }

    /// <summary>Writes a request.</summary>
    /// <returns>False when there is no room for it before others are answered.</returns>
    public bool TryIssue(in BlockExtent extent)
    {
        var segments = (extent.Octets + PageLayout.PageOctets - 1) / PageLayout.PageOctets;
        var isIndirect = segments > BlockWire.DirectSegments;
        var pages = segments + (isIndirect ? 1 : 0);
        if (_ring.Free == 0 || _memory.Free < pages)
        {
            return false;
        }

        var number = _freeSlots[_ring.Free - 1];
        ref var slot = ref _slots[number];
        slot = new() { Id = (++_count << SlotBits) | number, Extent = extent, Pages = (ushort)pages };
        for (var i = 0; i < pages; i++)
        {
            _pages[(number * MostPages) + i] = _memory.Take();
        }

        Write(number, segments, isIndirect);
        return true;
    }

    /// <summary>Takes the next answer, and the octets that were read to where they belong.</summary>
    /// <param name="extent">What was answered.</param>
    /// <param name="status">How it went (BLKIF_RSP_...).</param>
    /// <returns>False when there is none, or it makes no sense: <see cref="Broken"/>.</returns>
    public bool TryTakeAnswer(out BlockExtent extent, out short status)
    {
        (extent, status) = (default, 0);
        var unread = Broken is null ? _ring.Unread : 0;
        if (unread <= 0)
        {
            Broken ??= unread < 0 ? "it answers more than it was asked" : null;
            return false;
        }

        var response = Unsafe.ReadUnaligned<BlockWire.Response>(_ring.Response(0));
        var number = (int)(response.Id & ((1 << SlotBits) - 1));
        if (number >= _slots.Length || _slots[number].Id != response.Id || response.Id == 0)
        {
            Broken = $"it answers a request {response.Id:x} that there is not";
            return false;
        }

        (extent, status) = (_slots[number].Extent, response.Status);
        if (!IsAnswerTo(extent.Transfer.Operation, response.Operation))
        {
            Broken = $"it answers a request to {extent.Transfer.Operation} as if it had been asked for operation {response.Operation}";
            return false;
        }

        if (extent.Transfer.Operation == DiskOperation.Read && status == BlockWire.Okay)
        {
            TakeRead(number, extent);
        }

        _ring.Consume(1);
        Free(number);
        return true;
    }

    /// <summary>Shows the other end the requests that were written.</summary>
    /// <returns>Whether it is to be notified.</returns>
    public bool Publish() => _ring.Publish();

    /// <summary>Has the other end notify at its next answer.</summary>
    /// <returns>Whether there is one already.</returns>
    public bool AskForEvent() => _ring.AskForEvent();

    /// <summary>Adds what was not answered, in the order in which it was asked. The connection is of no further use.</summary>
    public void TakeUnanswered(List<BlockExtent> unanswered)
    {
        var asked = Array.FindAll(_slots, static slot => slot.Id != 0);
        Array.Sort(asked, static (one, other) => one.Id.CompareTo(other.Id));
        foreach (var slot in asked)
        {
            unanswered.Add(slot.Extent);
        }

        Array.Clear(_slots);
    }

    /// <summary>Gives ring and memory up; may be tried again.</summary>
    /// <returns>False while the other end keeps some of it.</returns>
    public bool Release()
    {
        _isRingBack = _isRingBack || _page.Release();
        return _memory.Release() & _isRingBack;
    }

    // Other ends answer a request whose pieces are named elsewhere by what it is for (Linux), or by what it is.
    private static bool IsAnswerTo(DiskOperation asked, byte answered) => asked switch
    {
        DiskOperation.Flush => answered is (byte)DiskOperation.Flush or BlockWire.Barrier,
        DiskOperation.Discard => answered == (byte)DiskOperation.Discard,
        _ => answered == (byte)asked || answered == BlockWire.Indirect,
    };

    private void Write(int number, int segments, bool isIndirect)
    {
        var slot = _ring.NextRequest();
        new Span<byte>(slot, BlockWire.SlotOctets).Clear();
        ref readonly var extent = ref _slots[number].Extent;
        var transfer = extent.Transfer;
        var sector = (ulong)(transfer.Start + extent.Offset) / BlockWire.SectorOctets;
        var id = _slots[number].Id;
        if (transfer.Operation == DiskOperation.Discard)
        {
            var sectors = (ulong)transfer.Octets / BlockWire.SectorOctets;
            *(BlockWire.DiscardRequest*)slot = new() { Operation = (byte)DiskOperation.Discard, Handle = _handle, Id = id, Sector = sector, Sectors = sectors };
        }
        else if (isIndirect)
        {
            var list = _pages[(number * MostPages) + segments];
            var request = (BlockWire.IndirectRequest*)slot;
            *request = new() { Operation = BlockWire.Indirect, IndirectOperation = (byte)transfer.Operation, Segments = (ushort)segments, Id = id, Sector = sector, Handle = _handle };
            request->Grants[0] = _memory.GrantOf(list);
            WriteSegments((BlockWire.Segment*)_memory.At(list), number, extent);
        }
        else
        {
            var operation = transfer.Operation != DiskOperation.Flush ? (byte)transfer.Operation
                : Facts!.Flush == FlushMeans.Barrier ? BlockWire.Barrier
                : (byte)DiskOperation.Flush;
            var request = (BlockWire.Request*)slot;
            *request = new() { Operation = operation, Segments = (byte)segments, Handle = _handle, Id = id, Sector = segments == 0 ? 0 : sector };
            WriteSegments((BlockWire.Segment*)request->Pieces, number, extent);
        }
    }

    private void WriteSegments(BlockWire.Segment* segments, int number, in BlockExtent extent)
    {
        for (var done = 0; done < extent.Octets; done += PageLayout.PageOctets)
        {
            var index = done / PageLayout.PageOctets;
            var page = _pages[(number * MostPages) + index];
            var count = Math.Min(extent.Octets - done, PageLayout.PageOctets);
            if (extent.Transfer.Operation == DiskOperation.Write)
            {
                extent.Transfer.Buffers.CopyTo(extent.Offset + done, new(_memory.At(page), count));
            }

            segments[index] = new() { Grant = _memory.GrantOf(page), LastSector = (byte)((count / BlockWire.SectorOctets) - 1) };
        }
    }

    private void TakeRead(int number, in BlockExtent extent)
    {
        for (var done = 0; done < extent.Octets; done += PageLayout.PageOctets)
        {
            var page = _pages[(number * MostPages) + (done / PageLayout.PageOctets)];
            var count = Math.Min(extent.Octets - done, PageLayout.PageOctets);
            extent.Transfer.Buffers.CopyFrom(extent.Offset + done, new(_memory.At(page), count));
        }
    }

    private void Free(int number)
    {
        // Last in, first out: the pages of the newest request are the next one's.
        for (var i = _slots[number].Pages - 1; i >= 0; i--)
        {
            _memory.Return(_pages[(number * MostPages) + i]);
        }

        _slots[number] = default;
        _freeSlots[_ring.Free - 1] = (byte)number;
    }

    private struct Slot
    {
        public ulong Id;
        public BlockExtent Extent;
        public ushort Pages;
    }
}
