using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Tap;

/// <summary>The receiving half of a TAP device: reads one frame at a time into memory that is hot, and hands it over there.</summary>
internal sealed unsafe class TapReceiver(TapInterface tap)
{
    /// <summary>Frames received between two looks for events.</summary>
    public const int FramesPerTurn = 64;

    /// <summary>Octets received between two looks for events, not counting the frame that exceeds them.</summary>
    public const int OctetsPerTurn = 512 * 1024;

    private const int EthernetHeaderOctets = 14;

    private readonly FrameMemory _memory = new();
    private readonly int _headerOctets = tap.HasHeader ? VirtioHeader.Octets : 0;
    private IFrameReceiver? _receiver;

    /// <summary>Frames that were handed over.</summary>
    public long Frames { get; private set; }

    /// <summary>Their octets.</summary>
    public long Octets { get; private set; }

    /// <summary>Frames that make no sense: too short, or segmented in a way that nobody asked for.</summary>
    public long Drops { get; private set; }

    /// <summary>Frames whose memory is lent to the receiver.</summary>
    public int Retained => _memory.Retained;

    /// <summary>Whether anybody receives.</summary>
    public bool IsAttached => _receiver is not null;

    /// <exception cref="InvalidOperationException">There is a receiver already.</exception>
    public void Attach(IFrameReceiver receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        _receiver = _receiver is null ? receiver : throw new InvalidOperationException($"The interface '{tap.Name}' has a receiver already.");
    }

    /// <summary>Has nothing handed over any more.</summary>
    public void Detach() => _receiver = null;

    /// <summary>Hands over what has arrived, up to a turn's share.</summary>
    /// <returns>Why it ended; zero when the share is used up and there may be more.</returns>
    public int Receive()
    {
        var error = 0;
        var octetsLeft = OctetsPerTurn;
        var received = false;
        for (var left = FramesPerTurn; left > 0 && octetsLeft > 0 && _receiver is { } receiver;)
        {
            var count = (int)Libc.Read(tap.Frames, _memory.Block, FrameMemory.BlockOctets);
            if (count > 0)
            {
                received |= HandOver(receiver, count);
                octetsLeft -= count;
                left--;
            }
            else if ((error = count == 0 ? Errno.BadState : Errno.Last) != Errno.Interrupted)
            {
                break;
            }

            error = 0;
        }

        if (received)
        {
            _receiver?.EndOfBatch();
        }

        return error;
    }

    private bool HandOver(IFrameReceiver receiver, int count)
    {
        var block = _memory.Block;
        var length = count - _headerOctets;
        ReceiveFacts facts = default;
        if (length < EthernetHeaderOctets || (_headerOctets > 0 && !VirtioHeader.TryRead(new(block, _headerOctets), out facts)))
        {
            Drops++;
            return false;
        }

        Frames++;
        Octets += length;
        _memory.Begin(_headerOctets, length);
        receiver.Receive(new ReceivedFrame(new(block + _headerOctets, length), default, facts, _memory));
        _memory.End();
        return true;
    }
}
