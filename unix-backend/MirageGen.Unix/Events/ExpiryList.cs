using MirageGen.Loop;

namespace MirageGen.Unix.Events;

/// <summary>
/// Things that are given the same time each: a queue in order of deadline with one timer for its head. Adding, renewing
/// and removing cost a few stores.
/// </summary>
/// <typeparam name="T">What expires.</typeparam>
internal sealed class ExpiryList<T>
    where T : class
{
    private readonly LoopTimers _timers;
    private readonly LoopTimer _timer;
    private readonly TimeSpan _time;
    private readonly Action<T> _expire;
    private ExpiryEntry<T>? _first;
    private ExpiryEntry<T>? _last;

    /// <summary>Makes an empty list.</summary>
    /// <param name="timers">The loop's.</param>
    /// <param name="time">What each thing is given.</param>
    /// <param name="expire">Called on the loop when its time is over; it is no longer in the list then.</param>
    public ExpiryList(LoopTimers timers, TimeSpan time, Action<T> expire)
    {
        _timers = timers;
        _time = time;
        _expire = expire;
        _timer = timers.Create(static list => ((ExpiryList<T>)list!).ExpireDue(), this);
    }

    public int Count { get; private set; }

    /// <summary>The one that expires next.</summary>
    public T? First => _first?.Owner;

    /// <summary>Gives a thing its time, anew when it is in the list already.</summary>
    public void Add(ExpiryEntry<T> entry)
    {
        Remove(entry);
        entry.Deadline = _timers.Now + _time;
        entry.List = this;
        entry.Previous = _last;
        if (_last is null)
        {
            _first = entry;
            _timer.Start(_time);
        }
        else
        {
            _last.Next = entry;
        }

        _last = entry;
        Count++;
    }

    /// <summary>Takes a thing out; does nothing when it is not in.</summary>
    public void Remove(ExpiryEntry<T> entry)
    {
        if (entry.List != this)
        {
            return;
        }

        Count--;
        _first = entry.Previous is null ? entry.Next : _first;
        _last = entry.Next is null ? entry.Previous : _last;
        if (entry.Previous is not null)
        {
            entry.Previous.Next = entry.Next;
        }

        if (entry.Next is not null)
        {
            entry.Next.Previous = entry.Previous;
        }

        entry.List = null;
        entry.Previous = null;
        entry.Next = null;
    }

    private void ExpireDue()
    {
        var now = _timers.Now;
        while (_first is { } entry && entry.Deadline <= now)
        {
            Remove(entry);
            _expire(entry.Owner);
        }

        if (_first is { } next)
        {
            _timer.Start(next.Deadline - now);
        }
    }
}
