using MirageGen.Loop;
using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Tap;

/// <summary>
/// The sending half of a TAP device. Each frame is written at once, from the one place where all of them are made: the kernel
/// takes one frame a call, so waiting for the end of the turn would gather nothing and leave the cache. The frame that the
/// kernel has no room for waits there, and then there is no room for another.
/// </summary>
internal sealed unsafe class TapTransmitter(TapInterface tap)
{
    private const int EthernetHeaderOctets = 14;
    private const int NoReservation = -1;

    private readonly byte[] _block = GC.AllocateUninitializedArray<byte>(FrameMemory.BlockOctets, pinned: true);
    private readonly int _headerOctets = tap.HasHeader ? VirtioHeader.Octets : 0;
    private readonly int _largestUncut = tap.Mtu + EthernetHeaderOctets;
    private readonly LoopCompletion<bool> _space = new();
    private int _reserved = NoReservation;
    private int _waitingOctets;
    private bool _isWaitedFor;
    private bool _isOver;

    /// <summary>Frames that the kernel took.</summary>
    public long Frames { get; private set; }

    /// <summary>Their octets.</summary>
    public long Octets { get; private set; }

    /// <summary>Frames that the kernel refused: its side is down, or it had no memory.</summary>
    public long Drops { get; private set; }

    /// <summary>What is reserved; empty when nothing is.</summary>
    public Span<byte> Reserved => _reserved < 0 ? default : _block.AsSpan(_headerOctets, _reserved);

    /// <summary>Whether a frame waits for the kernel.</summary>
    public bool IsBlocked => _waitingOctets > 0;

    public bool TryReserve(int capacity, out Span<byte> frame)
    {
        var most = (tap.Offloads & NetworkOffloads.TcpSegmentation) != 0 ? FrameMemory.LargestFrame : _largestUncut;
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, most);
        var hasRoom = !IsBlocked && !_isOver;
        _reserved = hasRoom ? capacity : NoReservation;
        frame = hasRoom ? _block.AsSpan(_headerOctets, capacity) : default;
        return hasRoom;
    }

    public void Send(int length, in TransmitOffload offload)
    {
        Check(length, offload);
        _reserved = NoReservation;
        if (_headerOctets > 0)
        {
            VirtioHeader.Write(_block, offload, _block.AsSpan(_headerOctets, length));
        }

        _waitingOctets = _headerOctets + length;
        Write();
    }

    public ValueTask WaitForSpaceAsync()
    {
        if (!IsBlocked && !_isOver)
        {
            return default;
        }

        if (_isWaitedFor)
        {
            throw new InvalidOperationException("Somebody waits for space already.");
        }

        _isWaitedFor = true;
        _space.Reset();
        return _space.UntypedTask;
    }

    /// <summary>The kernel may have room again.</summary>
    public void Resume()
    {
        if (IsBlocked && !_isOver)
        {
            Write();
        }

        if (_isWaitedFor && !IsBlocked && !_isOver)
        {
            _isWaitedFor = false;
            _space.SetResult(true);
        }
    }

    /// <summary>The interface takes no more, ever: whoever waits for space is told why, rather than left waiting.</summary>
    public void End(string why)
    {
        _isOver = true;
        Drops += IsBlocked ? 1 : 0;
        _waitingOctets = 0;
        if (_isWaitedFor)
        {
            _isWaitedFor = false;
            _space.SetException(new DeviceException(why));
        }
    }

    private void Write()
    {
        fixed (byte* first = _block)
        {
            int error;
            do
            {
                error = Libc.Write(tap.Frames, first, (nuint)_waitingOctets) >= 0 ? 0 : Errno.Last;
            }
            while (error == Errno.Interrupted);

            if (error is Errno.Again or Errno.BadState or Errno.Pipe)
            {
                // It waits: for room, or for the receiver to find that the interface has gone.
                return;
            }

            Frames += error == 0 ? 1 : 0;
            Octets += error == 0 ? _waitingOctets - _headerOctets : 0;
            Drops += error == 0 ? 0 : 1;
            _waitingOctets = 0;
        }
    }

    private void Check(int length, in TransmitOffload offload)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > _reserved)
        {
            throw new InvalidOperationException($"{length} octets are sent, but {_reserved} were reserved (-1: nothing).");
        }

        if (_headerOctets == 0 && (offload.ChecksumOffset != 0 || offload.Segmentation != Segmentation.None))
        {
            throw new InvalidOperationException($"The device is left to do what it does not offer ({tap.Offloads}): {offload}.");
        }

        if (offload.Segmentation == Segmentation.None && length > _largestUncut)
        {
            throw new ArgumentException($"The frame of {length} octets is larger than the MTU of {tap.Mtu} allows, and not to be cut.", nameof(length));
        }
    }
}
