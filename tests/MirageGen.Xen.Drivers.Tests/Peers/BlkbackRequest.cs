using static MirageGen.Xen.Drivers.Tests.BlkbackWire;

namespace MirageGen.Xen.Drivers.Tests;

/// <summary>A request as it lies in the ring, read by the offsets that blkif.h gives its fields on x86_64.</summary>
internal readonly unsafe ref struct BlkbackRequest
{
    private const int SegmentOctets = 8;
    private const int SectorOctets = 512;

    private readonly byte* _request;

    public BlkbackRequest(byte* request) => _request = request;

    public ulong Id => *(ulong*)(_request + 8);

    /// <summary>What it is for: an answer names that, also to a request whose pieces are in another page.</summary>
    public byte Operation => _request[0] == Indirect ? _request[1] : _request[0];

    private bool IsIndirect => _request[0] == Indirect;

    private int Segments => IsIndirect ? *(ushort*)(_request + 2) : _request[1];

    private long Sector => (long)*(ulong*)(_request + 16);

    private int Handle => IsIndirect ? *(ushort*)(_request + 24) : *(ushort*)(_request + 2);

    /// <summary>Does it; what no front end may ask fails the test.</summary>
    public void Execute(IMedium medium, BlkbackPages pages, long sectors, int number)
    {
        Require(Handle == (number & 0xffff), "the disk's own number");
        switch (Operation)
        {
            case Read or Write:
                Transfer(medium, pages, sectors);
                break;
            case WriteBarrier or FlushDiskcache:
                Require(Segments == 0, "a flush without octets");
                medium.Flush();
                break;
            case Discard:
                var count = (long)*(ulong*)(_request + 24);
                Require(count > 0 && Sector + count <= sectors, "a discard on the disk");
                medium.Discard(Sector, count);
                break;
            default:
                throw new InvalidOperationException($"blkback: operation {Operation}");
        }
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"blkback expects {what}");
        }
    }

    private void Transfer(IMedium medium, BlkbackPages pages, long sectors)
    {
        Require(Segments > 0 && Segments <= (IsIndirect ? 256 : MaxSegmentsPerRequest), "one to as many segments as there may be");
        var list = IsIndirect ? *(uint*)(_request + 28) : 0;
        var segments = IsIndirect ? pages.Map(list) : _request + 24;
        var sector = Sector;
        for (var i = 0; i < Segments; i++)
        {
            var segment = segments + (i * SegmentOctets);
            var grant = *(uint*)segment;
            var (first, last) = (segment[4], segment[5]);
            Require(first <= last && last < 8, "a segment within its page");
            var count = last - first + 1;
            Require(sector + count <= sectors, "a transfer on the disk");
            var octets = new Span<byte>(pages.Map(grant) + (first * SectorOctets), count * SectorOctets);
            if (Operation == Read)
            {
                medium.Read(sector, octets);
            }
            else
            {
                medium.Write(sector, octets);
            }

            pages.Unmap(grant);
            sector += count;
        }

        if (IsIndirect)
        {
            pages.Unmap(list);
        }
    }
}
