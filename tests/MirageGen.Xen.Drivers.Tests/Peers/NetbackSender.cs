namespace MirageGen.Xen.Drivers.Tests;

/// <summary>What a netback does with frames that the guest sends.</summary>
internal sealed unsafe class NetbackSender(GrantOperations grants, BackRing ring)
{
    private const int MostSlots = 18;

    private readonly byte[] _frame = new byte[ushort.MaxValue];
    private readonly ushort[] _ids = new ushort[MostSlots];

    public BackRing Ring => ring;

    /// <summary>Whether frames are kept; otherwise they are counted only.</summary>
    public bool Keeps { get; set; } = true;

    public long Frames { get; private set; }

    public long Octets { get; private set; }

    /// <summary>The number of the request that is taken next.</summary>
    public ushort NextId => *(ushort*)(ring.Slot(ring.RequestConsumer) + 8);

    /// <summary>The grant of the request that is taken next.</summary>
    public uint NextGrant => *(uint*)ring.Slot(ring.RequestConsumer);

    /// <summary>Takes a request without a look at it.</summary>
    public void Skip() => _ = ring.TakeRequest();

    /// <summary>Takes one frame and answers its requests.</summary>
    /// <returns>False when none waits.</returns>
    public bool TryTake(List<SentFrame> sent)
    {
        if (ring.Unconsumed == 0)
        {
            return false;
        }

        var (count, extras, total, flags) = (0, 0, 0, 0);
        var (segment, kind, written) = (0, 0, 0);
        bool isMore;
        do
        {
            Require(ring.Unconsumed > 0 && count < MostSlots, "a frame is whole when it is shown, and has at most 18 slots");
            var request = ring.TakeRequest();
            var grant = *(uint*)request;
            var offset = *(ushort*)(request + 4);
            var slotFlags = *(ushort*)(request + 6);
            _ids[count] = *(ushort*)(request + 8);
            int size = *(ushort*)(request + 10);
            isMore = (slotFlags & NetbackWire.MoreData) != 0;
            if (count++ == 0)
            {
                (total, flags) = (size, slotFlags);
                if ((flags & NetbackWire.ExtraInfo) != 0)
                {
                    Require(ring.Unconsumed > 0, "an extra slot is shown with its frame");
                    var extra = ring.TakeRequest();
                    Require(extra[0] == NetbackWire.ExtraGso && extra[1] == 0, "the extra slot is the only one, and about segmentation");
                    (segment, kind) = (*(ushort*)(extra + 2), extra[4]);
                    extras++;
                }

                // The first slot says how long the frame is: its own part is what the others leave.
                size = FirstPart(total, isMore);
            }

            Require(offset + size <= SimulatedHypervisor.PageOctets, "a piece lies in one page");
            Require(grants.TryCopyFrom(Netback.Domain, grant, offset, _frame.AsSpan(written, size)), "the page is granted");
            written += size;
        }
        while (isMore);

        Require(written == total, "the pieces are as long as the frame");
        AnswerAll(count, extras);
        Frames++;
        Octets += total;
        if (Keeps)
        {
            sent.Add(new(_frame.AsSpan(0, total).ToArray(), flags, count + extras, segment, kind));
        }

        return true;
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"netback: {what}");
        }
    }

    private int FirstPart(int total, bool isMore)
    {
        var next = ring.RequestConsumer;
        while (isMore)
        {
            var slot = ring.Slot(next++);
            isMore = (*(ushort*)(slot + 6) & NetbackWire.MoreData) != 0;
            total -= *(ushort*)(slot + 10);
        }

        return total;
    }

    private void AnswerAll(int count, int extras)
    {
        for (var i = 0; i < count; i++)
        {
            Answer(_ids[i], NetbackWire.Okay);
            for (; extras > 0; extras--)
            {
                Answer(0, NetbackWire.Null);
            }
        }
    }

    /// <summary>Puts an answer into the ring.</summary>
    public void Answer(ushort id, short status)
    {
        var response = ring.NextResponse();
        *(ushort*)response = id;
        *(short*)(response + 2) = status;
    }
}
