using System.Buffers;
using MirageGen.Xen.Grants;
using MirageGen.Xen.Hypervisor;
using MirageGen.Xen.Rings;

namespace MirageGen.Xen.Net;

/// <summary>The receiving half of a connected network interface: frames are handed over in the pages that the other end copied them to.</summary>
internal sealed unsafe class Receiver : IFrameRetainer
{
    /// <summary>Frames received between two looks for events.</summary>
    public const int FramesPerTurn = 64;

    private const int EthernetHeaderOctets = 14;
    private const int LargestFrame = 65_549;

    private readonly RingPage _page;
    private readonly SharedRing _ring;
    private readonly ReceivePages _memory;
    private readonly ReceivedSlots _slots = new();
    private readonly ReceivePage[] _pages = new ReceivePage[NetWire.MostSlots];
    private readonly ReadOnlyMemory<byte>[] _pieces = new ReadOnlyMemory<byte>[NetWire.MostSlots];
    private readonly ReceivePage?[] _kept = new ReceivePage?[ReceivePages.InReserve];
    private byte[]? _whole;
    private int _pageCount;
    private int _begun;
    private bool _isReleased;
    private bool _isHandedOver;
    private bool _isRetained;

    /// <summary>Makes the ring and its memory, and gives all of it to the other end.</summary>
    public Receiver(IHypervisor hypervisor, GrantTable grants, ushort domain)
    {
        _page = new(hypervisor, grants, domain);
        _ring = new(_page.First, NetWire.ReceiveSlotOctets);
        try
        {
            _memory = new(hypervisor, grants, domain, _ring.Capacity);
        }
        catch (DeviceException)
        {
            _ = _page.Release();
            throw;
        }

        Refill();
        if (_ring.Free > 0)
        {
            _ = Release();
            throw grants.Full();
        }
    }

    /// <summary>The grant of the ring's page.</summary>
    public uint RingGrant => _page.Grant;

    /// <summary>Frames that were handed over.</summary>
    public long Frames { get; private set; }

    /// <summary>Their octets.</summary>
    public long Octets { get; private set; }

    /// <summary>Frames that were not: the other end had no room for them, or they make no sense.</summary>
    public long Drops { get; private set; }

    /// <summary>Hands over what has arrived, up to a turn's share.</summary>
    /// <param name="receiver">To whom.</param>
    /// <param name="broken">What the other end did that no sound one does; null as a rule.</param>
    /// <returns>Whether there may be more.</returns>
    public bool Receive(IFrameReceiver receiver, out string? broken)
    {
        broken = null;
        var any = false;
        var left = FramesPerTurn;

        // A receiver may take the interface down.
        for (; left > 0 && !_isReleased; left--)
        {
            var unread = _ring.Unread;
            if (unread <= 0 || !_slots.TryRead(_ring, unread))
            {
                _begun = Math.Max(0, unread);
                broken = unread < 0 ? "it answers more than it was asked" : unread > 0 && _slots.IsEndless ? "it sends a frame without an end" : null;
                break;
            }

            _begun = 0;
            any |= TakePages() && HandOver(receiver);
        }

        if (any)
        {
            receiver.EndOfBatch();
        }

        return left == 0;
    }

    /// <summary>Gives the other end pages for the slots that are free.</summary>
    public void Refill()
    {
        for (var free = _ring.Free; free > 0; free--)
        {
            var slot = (int)(_ring.Produced & (uint)(_ring.Capacity - 1));
            if (!_memory.TryGive(slot, out var grant))
            {
                break;
            }

            var request = (NetWire.ReceiveRequest*)_ring.NextRequest();
            request->Id = (ushort)slot;
            request->Padding = 0;
            request->Grant = grant;
        }
    }

    /// <summary>Shows the other end the pages given to it.</summary>
    /// <returns>Whether it is to be notified.</returns>
    public bool Publish() => _ring.Publish();

    /// <summary>Has the other end notify at the next frame, or when it goes on with one that it has begun.</summary>
    /// <returns>Whether it has already.</returns>
    public bool AskForEvent() => _ring.AskForEvent(_begun + 1);

    /// <summary>Gives ring and memory up. What is kept stays readable.</summary>
    /// <returns>False when the other end keeps some of it.</returns>
    public bool Release()
    {
        _isReleased = true;
        return _page.Release() & _memory.Release();
    }

    /// <inheritdoc/>
    public bool TryRetain(in ReceivedFrame frame, out RetainedFrame retained)
    {
        retained = default;
        var token = !_isHandedOver || _isRetained || !_memory.CanKeep(_pageCount) ? -1 : Array.IndexOf(_kept, null);
        if (token < 0)
        {
            return false;
        }

        for (var i = 0; i < _pageCount; i++)
        {
            _pages[i].Chain(_slots.Piece(i).Offset, _slots.Piece(i).Status, i == 0 ? null : _pages[i - 1]);
        }

        _isRetained = true;
        _kept[token] = _pages[0];
        _memory.Keep(_pageCount);
        var last = _pages[_pageCount - 1];
        retained = new(new ReadOnlySequence<byte>(_pages[0], 0, last, last.Memory.Length), this, token);
        return true;
    }

    /// <inheritdoc/>
    public void Release(int token)
    {
        var page = _kept[token];
        _kept[token] = null;
        while (page is not null)
        {
            var next = page.Following;
            _memory.Release(page);
            page = next;
        }
    }

    // The other end is let into none of the frame's pages any more, before a word of it is read.
    private bool TakePages()
    {
        var sound = _slots.IsSound;
        _pageCount = 0;
        var length = 0;
        for (var place = 0; place < _slots.Count; place++)
        {
            var page = _memory.Take((int)((_ring.Consumed + (uint)place) & (uint)(_ring.Capacity - 1)));
            var isPiece = _pageCount < _slots.PieceCount && _slots.PlaceOf(_pageCount) == place;
            if (page is null)
            {
                // It is gone from us for as long as it is not let go of.
                sound = false;
            }
            else if (isPiece && sound)
            {
                _pages[_pageCount] = page;
                length += _slots.Piece(_pageCount++).Status;
            }
            else
            {
                _memory.Return(page);
            }
        }

        _ring.Consume(_slots.Count);
        if (sound && length is >= EthernetHeaderOctets and <= LargestFrame)
        {
            Frames++;
            Octets += length;
            return true;
        }

        Drops++;
        ReturnPages();
        return false;
    }

    private bool HandOver(IFrameReceiver receiver)
    {
        for (var i = 0; i < _pageCount; i++)
        {
            _pieces[i] = _pages[i].Part(_slots.Piece(i).Offset, _slots.Piece(i).Status);
        }

        if (_pageCount > 1 && _pieces[0].Length < ReceivedFrame.HeaderOctets)
        {
            // Headers are read in place, so they lie in one piece.
            receiver.Receive(new ReceivedFrame(JoinPieces(), default, _slots.Facts));
        }
        else
        {
            _isHandedOver = true;
            receiver.Receive(new ReceivedFrame(_pieces[0].Span, _pieces.AsSpan(1, _pageCount - 1), _slots.Facts, this));
            _isHandedOver = false;
        }

        if (!_isRetained)
        {
            ReturnPages();
        }

        _isRetained = false;
        return true;
    }

    private ReadOnlySpan<byte> JoinPieces()
    {
        _whole ??= new byte[LargestFrame];
        var length = 0;
        foreach (var piece in _pieces.AsSpan(0, _pageCount))
        {
            piece.Span.CopyTo(_whole.AsSpan(length));
            length += piece.Length;
        }

        return _whole.AsSpan(0, length);
    }

    private void ReturnPages()
    {
        for (var i = 0; i < _pageCount; i++)
        {
            _memory.Return(_pages[i]);
        }

        _pageCount = 0;
    }
}
