using System.Runtime.CompilerServices;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

/// <summary>Which runs to report to the peer: those that grew last come first (RFC 2018 section 4), a duplicate before all (RFC 2883).</summary>
internal struct SackReport
{
    private Offsets _recent;
    private int _count;
    private (long Left, long Right)? _duplicate;

    /// <summary>Whether there is a duplicate to report.</summary>
    public readonly bool HasDuplicate => _duplicate is not null;

    /// <summary>A segment has arrived beyond a hole.</summary>
    /// <param name="offset">Its first octet.</param>
    /// <param name="runs">The runs, with it.</param>
    public void Arrived(long offset, OutOfOrderRuns runs)
    {
        var run = runs.IndexOf(offset);
        var place = 0;
        while (place < _count && runs.IndexOf(_recent[place]) != run)
        {
            place++;
        }

        if (place == _count)
        {
            _count = Math.Min(_count + 1, SackBlocks.Most);
            place = Math.Min(place, _count - 1);
        }

        for (; place > 0; place--)
        {
            _recent[place] = _recent[place - 1];
        }

        _recent[0] = offset;
    }

    /// <summary>Octets have arrived that were here before.</summary>
    public void Duplicated(long left, long right) => _duplicate = (left, right);

    /// <summary>A report was sent: the duplicate is reported once.</summary>
    public void Sent() => _duplicate = null;

    /// <summary>Writes the blocks.</summary>
    /// <param name="options">Where to.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="space">The peer's sequence numbers.</param>
    public readonly void Fill(ref TcpOptions options, OutOfOrderRuns runs, SequenceSpace space)
    {
        var most = options.HasTimestamps ? SackBlocks.Most - 1 : SackBlocks.Most;
        Span<int> reported = stackalloc int[SackBlocks.Most];
        var count = 0;
        if (_duplicate is var (left, right))
        {
            // A duplicate within a run is followed by that run, so that it can be told from news.
            reported[0] = -1;
            options.Sacks[count++] = new SackBlock(space.At(left), space.At(right));
            Add(ref options, ref count, reported, runs.IndexOf(left), runs, space);
        }

        for (var i = 0; i < _count && count < most; i++)
        {
            Add(ref options, ref count, reported, runs.IndexOf(_recent[i]), runs, space);
        }

        for (var run = 0; run < runs.Count && count < most; run++)
        {
            Add(ref options, ref count, reported, run, runs, space);
        }

        options.SackCount = (byte)count;
    }

    private static void Add(
        ref TcpOptions options, ref int count, Span<int> reported, int run, OutOfOrderRuns runs, SequenceSpace space)
    {
        if (run < 0 || reported[..count].Contains(run))
        {
            return;
        }

        var (left, right) = runs[run];
        reported[count] = run;
        options.Sacks[count++] = new SackBlock(space.At(left), space.At(right));
    }

    [InlineArray(SackBlocks.Most)]
    private struct Offsets
    {
        private long _first;
    }
}
