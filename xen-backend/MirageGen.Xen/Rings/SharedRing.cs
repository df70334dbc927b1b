namespace MirageGen.Xen.Rings;

/// <summary>
/// This domain's end of a ring of requests and responses in one page (public/io/ring.h): requests go out and responses come
/// back in the same slots. What the other end says is not trusted: it cannot have answered more than it was asked.
/// </summary>
internal sealed unsafe class SharedRing
{
    private const int HeaderOctets = 64;

    private readonly uint* _requestProduced;
    private readonly uint* _requestEvent;
    private readonly uint* _responseProduced;
    private readonly uint* _responseEvent;
    private readonly byte* _slots;
    private readonly int _slotOctets;
    private uint _produced;
    private uint _published;
    private uint _consumed;

    /// <summary>Begins with a page that nobody else has seen yet.</summary>
    /// <param name="page">The page.</param>
    /// <param name="slotOctets">Octets of the larger of request and response.</param>
    public SharedRing(byte* page, int slotOctets)
    {
        _requestProduced = (uint*)page;
        _requestEvent = _requestProduced + 1;
        _responseProduced = _requestProduced + 2;
        _responseEvent = _requestProduced + 3;
        _slots = page + HeaderOctets;
        _slotOctets = slotOctets;
        Capacity = 1 << (31 - int.LeadingZeroCount((Hypervisor.PageLayout.PageOctets - HeaderOctets) / slotOctets));
        new Span<byte>(page, Hypervisor.PageLayout.PageOctets).Clear();
        *_requestEvent = 1;
        *_responseEvent = 1;
    }

    /// <summary>How many slots there are, a power of two.</summary>
    public int Capacity { get; }

    /// <summary>Slots that a request may be written to.</summary>
    public int Free => Capacity - (int)(_produced - _consumed);

    /// <summary>Requests written so far; the next one's place is this, modulo the capacity.</summary>
    public uint Produced => _produced;

    /// <summary>Responses read so far.</summary>
    public uint Consumed => _consumed;

    /// <summary>Responses that wait to be read; negative when the other end has announced more than it can have.</summary>
    public int Unread
    {
        get
        {
            var unread = Volatile.Read(ref *_responseProduced) - _consumed;
            return unread <= _published - _consumed ? (int)unread : -1;
        }
    }

    /// <summary>The next slot to write a request to. There must be a free one.</summary>
    public byte* NextRequest() => Slot(_produced++);

    /// <summary>A slot by the number of its response, counted from <see cref="Consumed"/>. Copy what it says before acting on it.</summary>
    public byte* Response(int index) => Slot(_consumed + (uint)index);

    /// <summary>Says that responses have been read.</summary>
    public void Consume(int count) => _consumed += (uint)count;

    /// <summary>Shows the other end the requests written so far.</summary>
    /// <returns>Whether it wants to be notified.</returns>
    public bool Publish()
    {
        if (_produced == _published)
        {
            return false;
        }

        var before = _published;
        _published = _produced;
        Volatile.Write(ref *_requestProduced, _produced);

        // The other end sets its wish before it looks a last time: one of the two sees the other's.
        Interlocked.MemoryBarrier();
        return _produced - Volatile.Read(ref *_requestEvent) < _produced - before;
    }

    /// <summary>Has the other end notify when it has answered once more.</summary>
    /// <param name="after">How many responses from now on; one is the next.</param>
    /// <returns>Whether it had done so already: look again.</returns>
    public bool AskForEvent(int after = 1)
    {
        Volatile.Write(ref *_responseEvent, _consumed + (uint)after);
        Interlocked.MemoryBarrier();
        return Unread >= after || Unread < 0;
    }

    private byte* Slot(uint index) => _slots + ((index & (uint)(Capacity - 1)) * _slotOctets);
}
