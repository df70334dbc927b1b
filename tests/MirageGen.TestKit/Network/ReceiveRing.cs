namespace MirageGen.TestKit;

/// <summary>
/// The receive side of a <see cref="SimulatedNetwork"/>: frames wait in its ring until the turn ends, then all go to
/// the receiver as one batch. Memory that is lent counts against the ring until it comes back.
/// </summary>
internal sealed class ReceiveRing(SimulatedNetwork device, int frames, int pieceOctets, SeededRandom random) : IFrameRetainer
{
    private const byte Rubbish = 0xDD;

    private readonly Queue<FramePacket> _waiting = new();
    private readonly List<FramePacket?> _lent = [];
    private readonly ReadOnlyMemory<byte>[] _pieces = new ReadOnlyMemory<byte>[64];
    private IFrameReceiver? _receiver;
    private FramePacket? _current;
    private bool _isCurrentLent;

    /// <summary>Frames whose memory is lent.</summary>
    public int Lent { get; private set; }

    public void Attach(IFrameReceiver receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        _receiver = _receiver is null ? receiver : throw new InvalidOperationException("The device has a receiver already.");
    }

    public void CarrierReturned() => _receiver?.CarrierReturned();

    /// <summary>Takes a copy of a frame.</summary>
    /// <returns>False when there is no room, or nobody to receive it.</returns>
    public bool TryAdd(FramePacket frame)
    {
        if (_receiver is null || _waiting.Count + Lent >= frames)
        {
            return false;
        }

        _waiting.Enqueue(frame.Copy());
        return true;
    }

    /// <summary>Hands over everything that waits.</summary>
    public void Deliver()
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        while (_waiting.TryDequeue(out var frame))
        {
            Deliver(frame);
        }

        _receiver!.EndOfBatch();
    }

    public bool TryRetain(in ReceivedFrame frame, out RetainedFrame retained)
    {
        retained = default;
        if (_current is null || _isCurrentLent)
        {
            throw new InvalidOperationException("A frame can be retained once, during the call of its receiver.");
        }

        // Half of the ring must stay to receive into.
        if (Lent >= frames / 2)
        {
            return false;
        }

        var token = _lent.IndexOf(null);
        if (token < 0)
        {
            token = _lent.Count;
            _lent.Add(null);
        }

        _lent[token] = _current;
        _isCurrentLent = true;
        Lent++;
        retained = new(new(_current.Memory), this, token);
        return true;
    }

    public void Release(int token)
    {
        if ((uint)token >= (uint)_lent.Count || _lent[token] is not { } frame)
        {
            throw new InvalidOperationException("A retained frame was released twice.");
        }

        _lent[token] = null;
        Lent--;
        Recycle(frame);
    }

    private static void Recycle(FramePacket frame)
    {
        frame.Content.Fill(Rubbish);
        frame.Release();
    }

    private void Deliver(FramePacket frame)
    {
        device.CountReceived(frame.Length);
        var facts = FactsOf(frame);
        frame.SetChecksum(facts.Checksum == ReceiveChecksum.Partial);
        var head = Cut(frame, out var pieces);
        _current = frame;
        _isCurrentLent = false;
        _receiver!.Receive(new ReceivedFrame(head, _pieces.AsSpan(0, pieces), facts, this));
        _current = null;
        if (!_isCurrentLent)
        {
            Recycle(frame);
        }
    }

    private ReceiveFacts FactsOf(FramePacket frame)
    {
        var knows = (device.Offloads & NetworkOffloads.ReceiveChecksum) != 0 && frame.IsChecksumMade;
        var checksum = !knows ? ReceiveChecksum.Unchecked
            : device.Segment.LeavesChecksumsPartial ? ReceiveChecksum.Partial
            : ReceiveChecksum.Verified;
        return new(checksum, frame.SegmentOctets);
    }

    /// <summary>Chooses the pieces in which a frame is handed over.</summary>
    private ReadOnlySpan<byte> Cut(FramePacket frame, out int pieces)
    {
        pieces = 0;
        var rest = frame.Memory;
        if (pieceOctets == 0 || rest.Length <= ReceivedFrame.HeaderOctets)
        {
            return rest.Span;
        }

        var head = Take(ref rest, ReceivedFrame.HeaderOctets + random.NextInt32(pieceOctets));
        while (!rest.IsEmpty)
        {
            var isLast = pieces == _pieces.Length - 1;
            _pieces[pieces++] = Take(ref rest, isLast ? rest.Length : 1 + random.NextInt32(pieceOctets));
        }

        return head.Span;
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> rest, int octets)
    {
        var piece = rest[..Math.Min(octets, rest.Length)];
        rest = rest[piece.Length..];
        return piece;
    }
}
