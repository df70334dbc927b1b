namespace MirageGen.Loop;

/// <summary>
/// A four-way heap of timers by deadline, earliest first and first started first among equals. Each timer knows its
/// place, so that one can be moved or taken out in logarithmic time.
/// </summary>
internal sealed class TimerHeap
{
    private const int Ways = 4;

    private LoopTimer[] _items = new LoopTimer[16];

    public int Count { get; private set; }

    public LoopTimer? First => Count > 0 ? _items[0] : null;

    public void Add(LoopTimer timer, TimeSpan at)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        timer.HeapIndex = Count++;
        Place(timer, at);
    }

    /// <summary>Moves a timer that is in the heap to another time.</summary>
    public void Move(LoopTimer timer, TimeSpan at) => Place(timer, at);

    public void Remove(LoopTimer timer)
    {
        var hole = timer.HeapIndex;
        timer.HeapIndex = LoopTimer.NotQueued;
        var last = _items[--Count];
        _items[Count] = null!;
        if (hole < Count)
        {
            Sift(last, hole);
        }
    }

    private void Place(LoopTimer timer, TimeSpan at)
    {
        timer.QueuedAt = at;
        timer.QueuedOrder = timer.Order;
        Sift(timer, timer.HeapIndex);
    }

    private void Sift(LoopTimer timer, int index)
    {
        while (index > 0 && timer.IsBefore(_items[(index - 1) / Ways]))
        {
            Put(_items[(index - 1) / Ways], index);
            index = (index - 1) / Ways;
        }

        for (var child = EarliestChild(index); child >= 0 && _items[child].IsBefore(timer); child = EarliestChild(index))
        {
            Put(_items[child], index);
            index = child;
        }

        Put(timer, index);
    }

    private int EarliestChild(int index)
    {
        var first = (index * Ways) + 1;
        if (first >= Count)
        {
            return -1;
        }

        var best = first;
        for (var child = first + 1; child < Math.Min(first + Ways, Count); child++)
        {
            if (_items[child].IsBefore(_items[best]))
            {
                best = child;
            }
        }

        return best;
    }

    private void Put(LoopTimer timer, int index)
    {
        _items[index] = timer;
        timer.HeapIndex = index;
    }
}
