namespace MirageGen.Xen.Drivers.Tests;

/// <summary>What a netback does with frames for the guest.</summary>
internal sealed unsafe class NetbackReceiver(GrantOperations grants, BackRing ring)
{
    public BackRing Ring => ring;

    /// <summary>Pages that the guest has given.</summary>
    public int Pages => ring.Unconsumed;

    /// <summary>Puts a frame into the guest's pages; it is not shown yet.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="pieceOctets">The most octets of a piece.</param>
    /// <param name="offset">Where in its page the first begins.</param>
    /// <param name="flags">Of the first slot.</param>
    /// <param name="segment">The payload of a segment; zero for no extra slot.</param>
    /// <param name="kind">The kind of segments.</param>
    /// <returns>False when the guest has given too few pages.</returns>
    public bool TryPut(ReadOnlySpan<byte> frame, int pieceOctets = 4096, int offset = 0, int flags = 0, int segment = 0, int kind = 1)
    {
        var pieces = Math.Max(1, (frame.Length + pieceOctets - 1) / pieceOctets);
        if (Pages < pieces + (segment > 0 ? 1 : 0))
        {
            return false;
        }

        for (var i = 0; i < pieces; i++)
        {
            var part = frame.Slice(i * pieceOctets, Math.Min(pieceOctets, frame.Length - (i * pieceOctets)));
            var at = i == 0 ? offset : 0;
            var (id, grant) = TakePage();
            if (!grants.TryCopyTo(Netback.Domain, grant, at, part))
            {
                throw new InvalidOperationException("The page of a request is not granted.");
            }

            var more = i + 1 < pieces ? NetbackWire.MoreData : 0;
            var isExtra = i == 0 && segment > 0;
            Answer(id, at, more | (i == 0 ? flags : 0) | (isExtra ? NetbackWire.ExtraInfo : 0), part.Length);
            if (isExtra)
            {
                _ = TakePage();
                Extra(NetbackWire.ExtraGso, 0, segment, kind);
            }
        }

        return true;
    }

    /// <summary>Takes a page of the guest's.</summary>
    public (ushort Id, uint Grant) TakePage()
    {
        var request = ring.TakeRequest();
        return (*(ushort*)request, *(uint*)(request + 4));
    }

    /// <summary>Puts a response into the ring.</summary>
    public void Answer(ushort id, int offset, int flags, int status)
    {
        var response = ring.NextResponse();
        *(ushort*)response = id;
        *(ushort*)(response + 2) = (ushort)offset;
        *(ushort*)(response + 4) = (ushort)flags;
        *(short*)(response + 6) = (short)status;
    }

    /// <summary>Puts an extra slot into the ring.</summary>
    public void Extra(int type, int flags, int segment, int kind)
    {
        var extra = ring.NextResponse();
        extra[0] = (byte)type;
        extra[1] = (byte)flags;
        *(ushort*)(extra + 2) = (ushort)segment;
        extra[4] = (byte)kind;
        extra[5] = 0;
        *(ushort*)(extra + 6) = 0;
    }
}
