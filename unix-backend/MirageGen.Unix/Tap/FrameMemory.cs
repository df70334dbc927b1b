using System.Buffers;

namespace MirageGen.Unix.Tap;

/// <summary>
/// Where frames are received: one block at a time, which the next frame overwrites while it is still in the cache, unless
/// somebody retained it; then another takes its place. The kernel backs only what is used of a block.
/// </summary>
internal sealed unsafe class FrameMemory : IFrameRetainer
{
    /// <summary>The most octets of a frame: 65,535 of an IP packet behind an Ethernet header.</summary>
    public const int LargestFrame = 65_549;

    /// <summary>Frames that may be retained at a time.</summary>
    public const int MostRetained = 256;

    /// <summary>The size of a block: a frame with what the kernel says about it in front.</summary>
    public const int BlockOctets = LargestFrame + VirtioHeader.Octets;

    // Blocks beside the first come into being when they are needed, and stay.
    private readonly byte[]?[] _blocks = new byte[MostRetained + 1][];
    private readonly Stack<int> _free = new(MostRetained + 1);
    private int _current;
    private int _frameStart;
    private int _frameLength;
    private bool _isRetained;

    public FrameMemory()
    {
        for (var i = MostRetained; i > 0; i--)
        {
            _free.Push(i);
        }

        _blocks[0] = NewBlock();
    }

    /// <summary>Frames that are retained now.</summary>
    public int Retained => MostRetained - _free.Count;

    /// <summary>The block to receive into.</summary>
    public byte* Block
    {
        get
        {
            fixed (byte* first = _blocks[_current])
            {
                // Pinned for good.
                return first;
            }
        }
    }

    /// <summary>Says where in the block a frame lies that is being handed over.</summary>
    public void Begin(int start, int length)
    {
        _frameStart = start;
        _frameLength = length;
        _isRetained = false;
    }

    /// <summary>The frame has been handed over.</summary>
    public void End()
    {
        _frameLength = 0;
        if (_isRetained)
        {
            _isRetained = false;
            _current = _free.Pop();
            _blocks[_current] ??= NewBlock();
        }
    }

    /// <inheritdoc/>
    public bool TryRetain(in ReceivedFrame frame, out RetainedFrame retained)
    {
        if (_isRetained || _frameLength == 0 || _free.Count == 0)
        {
            retained = default;
            return false;
        }

        _isRetained = true;
        retained = new(new ReadOnlySequence<byte>(_blocks[_current]!, _frameStart, _frameLength), this, _current);
        return true;
    }

    /// <inheritdoc/>
    public void Release(int token)
    {
        if (token == _current)
        {
            // Within the very call that received it.
            _isRetained = false;
            return;
        }

        _free.Push(token);
    }

    private static byte[] NewBlock() => GC.AllocateUninitializedArray<byte>(BlockOctets, pinned: true);
}
