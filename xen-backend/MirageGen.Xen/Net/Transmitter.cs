using System.Runtime.CompilerServices;
using MirageGen.Xen.Grants;
using MirageGen.Xen.Hypervisor;
using MirageGen.Xen.Rings;

namespace MirageGen.Xen.Net;

/// <summary>The sending half of a connected network interface. Requests are shown to the other end once a turn.</summary>
internal sealed unsafe class Transmitter
{
    private const int EthernetHeaderOctets = 14;

    // A frame of the most slots with what says how it is cut.
    private const int SlotsPerFrame = NetWire.MostSlots + 1;
    private const byte NoFrame = byte.MaxValue;
    private const short NullStatus = 1;

    private readonly RingPage _page;
    private readonly SharedRing _ring;
    private readonly TransmitMemory _memory;
    private readonly int _largest;
    private readonly int _largestUncut;
    private readonly ushort[] _freeIds;
    private readonly byte[] _frameOf;
    private readonly FrameRecord[] _frames = new FrameRecord[NoFrame];
    private int _freeIdCount;
    private int _oldest;
    private int _underWay;
    private int _extrasUnderWay;
    private int _reserved = -1;
    private int _reservedAt;

    /// <summary>Makes the ring and its memory.</summary>
    /// <param name="hypervisor">The hypervisor.</param>
    /// <param name="grants">The grant table.</param>
    /// <param name="domain">The domain at the other end.</param>
    /// <param name="mtu">The largest payload of a frame that is not cut.</param>
    /// <param name="offloads">What the other end does.</param>
    public Transmitter(IHypervisor hypervisor, GrantTable grants, ushort domain, int mtu, NetworkOffloads offloads)
    {
        _page = new(hypervisor, grants, domain);
        _ring = new(_page.First, NetWire.TransmitSlotOctets);
        try
        {
            _memory = new(hypervisor, grants, domain);
        }
        catch (DeviceException)
        {
            _ = _page.Release();
            throw;
        }

        _largestUncut = mtu + EthernetHeaderOctets;
        _largest = (offloads & NetworkOffloads.TcpSegmentation) != 0 ? NetWire.LargestFrame : _largestUncut;
        _frameOf = new byte[_ring.Capacity];
        Array.Fill(_frameOf, NoFrame);
        _freeIds = new ushort[_ring.Capacity];
        while (_freeIdCount < _freeIds.Length)
        {
            _freeIds[_freeIdCount] = (ushort)(_freeIds.Length - 1 - _freeIdCount);
            _freeIdCount++;
        }
    }

    /// <summary>The grant of the ring's page.</summary>
    public uint RingGrant => _page.Grant;

    /// <summary>What is reserved; empty when nothing is.</summary>
    public Span<byte> Reserved => _reserved < 0 ? default : new(_memory.At(_reservedAt), _reserved);

    /// <summary>Frames that the other end has not answered yet.</summary>
    public int UnderWay => _underWay;

    /// <summary>What the other end did that no sound one does; null as a rule. Nothing it says counts from then on.</summary>
    public string? Broken { get; private set; }

    /// <summary>Whether there is room for the largest frame.</summary>
    public bool IsRoomy => HasSlots && _memory.Find(_largest) >= 0;

    /// <inheritdoc cref="INetwork.TryReserve"/>
    public bool TryReserve(int capacity, out Span<byte> frame)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, _largest);
        _reserved = -1;
        if (!HasRoom(capacity) && !(Reclaim() && HasRoom(capacity)))
        {
            frame = default;
            return false;
        }

        _reserved = capacity;
        frame = new(_memory.At(_reservedAt), capacity);
        return true;
    }

    /// <summary>Writes the requests of the reserved frame.</summary>
    public void Send(int length, in TransmitOffload offload)
    {
        Check(length, offload);
        var found = _reserved;
        _reserved = -1;
        var number = (byte)((_oldest + _underWay++) % _frames.Length);
        ref var record = ref _frames[number];
        record = new(_memory.Take(found, length));

        var isCut = offload.Segmentation != Segmentation.None;
        var flags = (ushort)((offload.ChecksumOffset != 0 ? NetWire.TransmitChecksumBlank : 0) | (isCut ? NetWire.HasExtra : 0));
        for (var done = 0; done < length;)
        {
            var at = _reservedAt + done;
            var count = Math.Min(length - done, PageLayout.PageOctets - (at % PageLayout.PageOctets));
            var request = (NetWire.TransmitRequest*)_ring.NextRequest();
            request->Grant = _memory.GrantOf(at);
            request->Offset = (ushort)(at % PageLayout.PageOctets);
            request->Id = TakeId(number);
            request->Size = (ushort)(done == 0 ? length : count);
            request->Flags = (ushort)(flags | (done + count < length ? NetWire.MoreData : 0));
            record.Unanswered++;
            if (done == 0 && isCut)
            {
                WriteExtra(offload);
            }

            done += count;
            flags = 0;
        }
    }

    /// <summary>Shows the other end what was sent.</summary>
    /// <returns>Whether it is to be notified.</returns>
    public bool Publish() => _ring.Publish();

    /// <summary>Takes back what the other end has answered.</summary>
    /// <returns>Whether there was anything.</returns>
    public bool Reclaim()
    {
        var unread = Broken is null ? _ring.Unread : 0;
        if (unread < 0)
        {
            Broken = "it answers more than it was asked";
        }

        for (var i = 0; i < unread && Broken is null; i++)
        {
            Answer(Unsafe.ReadUnaligned<NetWire.TransmitResponse>(_ring.Response(i)));
        }

        if (unread <= 0 || Broken is not null)
        {
            return false;
        }

        _ring.Consume(unread);
        GiveBack();
        return true;
    }

    /// <summary>Has the other end notify when there is room again.</summary>
    /// <returns>Whether there may be already.</returns>
    public bool AskForEvent() => _ring.AskForEvent(Math.Max(1, (_ring.Capacity - _ring.Free) / 2));

    /// <summary>Gives ring and memory up.</summary>
    /// <returns>False when the other end keeps some of it.</returns>
    public bool Release() => _page.Release() & _memory.Release();

    private bool HasSlots => _ring.Free >= SlotsPerFrame && _freeIdCount >= SlotsPerFrame && _underWay < _frames.Length;

    private bool HasRoom(int octets)
    {
        _reservedAt = HasSlots ? _memory.Find(octets) : -1;
        return _reservedAt >= 0;
    }

    private ushort TakeId(byte frame)
    {
        var id = _freeIds[--_freeIdCount];
        _frameOf[id] = frame;
        return id;
    }

    private void Answer(in NetWire.TransmitResponse response)
    {
        if (response.Status == NullStatus)
        {
            // Answers to the slots that say how a frame is cut have no number.
            Broken = --_extrasUnderWay < 0 ? "it answers requests with nothing" : null;
        }
        else if (response.Id >= _frameOf.Length || _frameOf[response.Id] == NoFrame)
        {
            Broken = $"it answers a request {response.Id} that there is not";
        }
        else
        {
            _frames[_frameOf[response.Id]].Unanswered--;
            _frameOf[response.Id] = NoFrame;
            _freeIds[_freeIdCount++] = response.Id;
        }
    }

    private void GiveBack()
    {
        while (_underWay > 0 && _frames[_oldest].Unanswered == 0)
        {
            _memory.GiveUpTo(_frames[_oldest].End);
            _oldest = (_oldest + 1) % _frames.Length;
            _underWay--;
        }
    }

    private void WriteExtra(in TransmitOffload offload)
    {
        _extrasUnderWay++;
        var slot = _ring.NextRequest();
        new Span<byte>(slot, NetWire.TransmitSlotOctets).Clear();
        var extra = (NetWire.ExtraInfo*)slot;
        extra->Type = NetWire.SegmentationExtra;
        extra->SegmentOctets = offload.SegmentOctets;
        extra->Segmentation = offload.Segmentation == Segmentation.TcpV4 ? NetWire.TcpV4 : NetWire.TcpV6;
    }

    private void Check(int length, in TransmitOffload offload)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > _reserved)
        {
            throw new InvalidOperationException($"{length} octets are sent, but {_reserved} were reserved (-1: nothing).");
        }

        if (offload.Segmentation == Segmentation.None && length > _largestUncut)
        {
            throw new ArgumentException($"The frame of {length} octets is larger than the MTU allows, and not to be cut.", nameof(length));
        }
    }

    private struct FrameRecord(long end)
    {
        public readonly long End = end;
        public int Unanswered;
    }
}
