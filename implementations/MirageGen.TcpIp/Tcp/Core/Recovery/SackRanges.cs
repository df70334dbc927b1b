using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// The SACK blocks of an acknowledgment that can be true, in the order of the stream, and the duplicate that it reports apart (RFC
/// 2883). A block beyond what was sent or before what was acknowledged is a lie or old, and is left out.
/// </summary>
internal ref struct SackRanges
{
    private Ranges _ranges;

    public SackRanges(in TcpOptions options, SequenceSpace space, long unacknowledged, long next)
    {
        var blocks = options.Sacks;
        (long Left, long Right) enclosing = default;
        for (var i = Math.Min((int)options.SackCount, SackBlocks.Most) - 1; i >= 0; i--)
        {
            var left = space.Offset(blocks[i].Left, unacknowledged);
            var right = space.Offset(blocks[i].Right, unacknowledged);
            if (left >= right || right > next)
            {
                continue;
            }

            var isDuplicate = i == 0 && (right <= unacknowledged || (left >= enclosing.Left && right <= enclosing.Right));
            if (isDuplicate && left >= 0 && right > unacknowledged - OldestDuplicate)
            {
                Duplicate = (left, right);
            }
            else if (left >= unacknowledged)
            {
                Insert(left, right);
            }

            enclosing = i == 1 ? (left, right) : enclosing;
        }
    }

    /// <summary>How old a duplicate may be, in octets, to be believed: what a window can hold.</summary>
    private const long OldestDuplicate = 1L << 30;

    /// <summary>How many blocks.</summary>
    public int Count { get; private set; }

    /// <summary>The octets that the peer reports to have got twice.</summary>
    public (long Left, long Right)? Duplicate { get; }

    /// <summary>A block, by its place in the order of the stream.</summary>
    public readonly (long Left, long Right) this[int index] => _ranges[index];

    private void Insert(long left, long right)
    {
        var place = Count++;
        while (place > 0 && _ranges[place - 1].Left > left)
        {
            _ranges[place] = _ranges[place - 1];
            place--;
        }

        _ranges[place] = (left, right);
    }

    [System.Runtime.CompilerServices.InlineArray(SackBlocks.Most)]
    private struct Ranges
    {
        private (long Left, long Right) _first;
    }
}
