namespace MirageGen.TcpIp.Tcp;

/// <summary>Runs of octets, in the order of the stream, none touching another: those that arrived beyond the first hole.</summary>
/// <param name="limit">Most runs at once.</param>
internal sealed class OutOfOrderRuns(int limit)
{
    private const int LeastCapacity = 4;

    private readonly int _limit = limit;
    private Run[] _runs = [];
    private int _first;

    /// <summary>How many runs.</summary>
    public int Count { get; private set; }

    /// <summary>The offset behind the last octet of the last run; <see cref="long.MinValue"/> for none.</summary>
    public long End => Count == 0 ? long.MinValue : _runs[_first + Count - 1].Right;

    /// <summary>A run, by its place in the stream.</summary>
    public (long Left, long Right) this[int index] => (_runs[_first + index].Left, _runs[_first + index].Right);

    /// <summary>Adds octets.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">Behind the last.</param>
    /// <returns>False when they would be one run too many: then they are not kept.</returns>
    public bool TryAdd(long left, long right)
    {
        var from = FirstReaching(left);
        var to = from;
        while (to < Count && _runs[_first + to].Left <= right)
        {
            to++;
        }

        if (from == to)
        {
            return TryInsert(from, left, right);
        }

        ref var merged = ref _runs[_first + from];
        merged.Right = Math.Max(right, _runs[_first + to - 1].Right);
        merged.Left = Math.Min(left, merged.Left);
        RemoveRange(from + 1, to - from - 1);
        return true;
    }

    /// <summary>Forgets all runs.</summary>
    public void Clear() => (_first, Count) = (0, 0);

    /// <summary>The octets up to an offset have arrived in order: takes out the runs that follow.</summary>
    /// <param name="next">The first offset that has not arrived.</param>
    /// <returns>The first offset that has not arrived, those runs counted.</returns>
    public long Absorb(long next)
    {
        while (Count > 0 && _runs[_first].Left <= next)
        {
            next = Math.Max(next, _runs[_first].Right);
            _first++;
            Count--;
        }

        _first = Count == 0 ? 0 : _first;
        return next;
    }

    /// <summary>The index of the run that has an octet; -1 for none.</summary>
    public int IndexOf(long offset)
    {
        var index = FirstReaching(offset);
        return index < Count && _runs[_first + index].Left <= offset && offset < _runs[_first + index].Right ? index : -1;
    }

    /// <summary>The index of the first run that ends at an offset or behind it.</summary>
    private int FirstReaching(long offset)
    {
        var low = 0;
        var high = Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_runs[_first + middle].Right < offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private bool TryInsert(int index, long left, long right)
    {
        if (Count == _limit)
        {
            return false;
        }

        if (_first + Count == _runs.Length)
        {
            MakeRoom();
        }

        var place = _first + index;
        Array.Copy(_runs, place, _runs, place + 1, Count - index);
        _runs[place] = new Run { Left = left, Right = right };
        Count++;
        return true;
    }

    private void RemoveRange(int index, int count)
    {
        if (count > 0)
        {
            Array.Copy(_runs, _first + index + count, _runs, _first + index, Count - index - count);
            Count -= count;
        }
    }

    private void MakeRoom()
    {
        var target = _first >= LeastCapacity && _first >= _runs.Length / 2 ? _runs : new Run[Math.Max(LeastCapacity, _runs.Length * 2)];
        Array.Copy(_runs, _first, target, 0, Count);
        _runs = target;
        _first = 0;
    }

    private struct Run
    {
        public long Left;
        public long Right;
    }
}
