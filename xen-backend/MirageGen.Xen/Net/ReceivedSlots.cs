using System.Runtime.CompilerServices;
using MirageGen.Xen.Rings;

namespace MirageGen.Xen.Net;

/// <summary>
/// The slots of the receive ring that one frame takes, copied out of the ring once: the other end may write there at any time.
/// </summary>
internal sealed unsafe class ReceivedSlots
{
    private const int MostExtras = 4;
    private const int MostSlots = NetWire.MostSlots + MostExtras;

    private readonly NetWire.ReceiveResponse[] _pieces = new NetWire.ReceiveResponse[NetWire.MostSlots];
    private readonly int[] _places = new int[NetWire.MostSlots];

    /// <summary>Slots that it takes.</summary>
    public int Count { get; private set; }

    /// <summary>Pieces of the frame.</summary>
    public int PieceCount { get; private set; }

    /// <summary>What is known of it.</summary>
    public ReceiveFacts Facts { get; private set; }

    /// <summary>Whether every slot makes sense.</summary>
    public bool IsSound { get; private set; }

    /// <summary>A piece: where in its page it lies.</summary>
    public ref readonly NetWire.ReceiveResponse Piece(int index) => ref _pieces[index];

    /// <summary>Which of the frame's slots a piece is in.</summary>
    public int PlaceOf(int piece) => _places[piece];

    /// <summary>Reads the next frame's slots.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="unread">Slots that wait.</param>
    /// <returns>False when the frame is not whole yet, or has more slots than any may have: <see cref="IsEndless"/>.</returns>
    public bool TryRead(SharedRing ring, int unread)
    {
        Count = 0;
        PieceCount = 0;
        Facts = default;
        IsSound = true;
        ushort flags;
        do
        {
            if (Count >= unread || PieceCount == NetWire.MostSlots)
            {
                return false;
            }

            var response = Unsafe.ReadUnaligned<NetWire.ReceiveResponse>(ring.Response(Count));
            flags = response.Flags;
            Add(response, (ushort)((ring.Consumed + (uint)Count) & (uint)(ring.Capacity - 1)));
            if ((flags & NetWire.HasExtra) != 0 && !TryReadExtras(ring, unread))
            {
                return false;
            }
        }
        while ((flags & NetWire.MoreData) != 0);

        return true;
    }

    /// <summary>Whether more slots than a frame may have came without its end.</summary>
    public bool IsEndless => Count >= MostSlots || PieceCount == NetWire.MostSlots;

    // Requests are answered in their order, so each answer has the number of the slot that it lies in.
    private void Add(in NetWire.ReceiveResponse response, ushort id)
    {
        if (PieceCount == 0)
        {
            var checksum = (response.Flags & NetWire.ReceiveChecksumBlank) != 0 ? ReceiveChecksum.Partial
                : (response.Flags & NetWire.ReceiveValidated) != 0 ? ReceiveChecksum.Verified
                : ReceiveChecksum.Unchecked;
            Facts = new(checksum);
        }

        IsSound &= response.Id == id && response.Status > 0 && response.Offset + response.Status <= Hypervisor.PageLayout.PageOctets;
        _pieces[PieceCount] = response;
        _places[PieceCount++] = Count++;
    }

    private bool TryReadExtras(SharedRing ring, int unread)
    {
        NetWire.ExtraInfo extra;
        do
        {
            if (Count >= unread || Count >= MostSlots)
            {
                return false;
            }

            extra = Unsafe.ReadUnaligned<NetWire.ExtraInfo>(ring.Response(Count++));
            var isCut = extra.Type == NetWire.SegmentationExtra && extra.SegmentOctets > 0
                && extra.Segmentation is NetWire.TcpV4 or NetWire.TcpV6;
            IsSound &= isCut;
            Facts = Facts with { SegmentOctets = isCut ? extra.SegmentOctets : 0 };
        }
        while ((extra.Flags & NetWire.MoreExtras) != 0);

        return true;
    }
}
