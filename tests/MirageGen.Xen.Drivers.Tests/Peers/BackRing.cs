namespace MirageGen.Xen.Drivers.Tests;

/// <summary>The back end of a ring of requests and responses, after the macros of public/io/ring.h.</summary>
internal sealed unsafe class BackRing
{
    private const int HeaderOctets = 64;

    private readonly uint* _header;
    private readonly byte* _slots;
    private readonly int _slotOctets;

    public BackRing(byte* page, int slotOctets)
    {
        _header = (uint*)page;
        _slots = page + HeaderOctets;
        _slotOctets = slotOctets;
        Size = 1;
        while (Size * 2 * slotOctets <= SimulatedHypervisor.PageOctets - HeaderOctets)
        {
            Size *= 2;
        }
    }

    public int Size { get; }

    public uint RequestProducer => _header[0];

    public uint ResponseProducer { get => _header[2]; set => _header[2] = value; }

    public uint ResponseEvent => _header[3];

    /// <summary>req_cons.</summary>
    public uint RequestConsumer { get; private set; }

    /// <summary>rsp_prod_pvt.</summary>
    public uint ResponseProducerPrivate { get; set; }

    /// <summary>RING_HAS_UNCONSUMED_REQUESTS.</summary>
    public int Unconsumed => Math.Min((int)(RequestProducer - RequestConsumer), Size - (int)(RequestConsumer - ResponseProducerPrivate));

    public byte* TakeRequest() => Slot(RequestConsumer++);

    public byte* NextResponse() => Slot(ResponseProducerPrivate++);

    public byte* Slot(uint index) => _slots + (index % (uint)Size * _slotOctets);

    /// <summary>RING_PUSH_RESPONSES_AND_CHECK_NOTIFY.</summary>
    public bool Push()
    {
        var before = ResponseProducer;
        ResponseProducer = ResponseProducerPrivate;
        return ResponseProducer - ResponseEvent < ResponseProducer - before;
    }

    /// <summary>RING_FINAL_CHECK_FOR_REQUESTS.</summary>
    public bool FinalCheck()
    {
        if (Unconsumed > 0)
        {
            return true;
        }

        _header[1] = RequestConsumer + 1;
        return Unconsumed > 0;
    }
}
