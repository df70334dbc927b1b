namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// The connections in TIME-WAIT that no application has any more, by their ends and in the order in which they are over:
/// a few numbers each in one array, so that a server that ends thousands of connections a second leaves no objects.
/// </summary>
/// <param name="hash">Places connections.</param>
/// <param name="limit">The most it holds: the oldest gives way.</param>
internal sealed class TimeWaitTable(SecretHash hash, int limit)
{
    private const int LeastSlots = 16;
    private const int None = -1;

    private Entry[] _entries = [];
    private int[] _buckets = [];
    private int _used;
    private int _free = None;
    private int _oldest = None;
    private int _newest = None;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>When the first is over; <see cref="TcpConnection.Never"/> when there is none.</summary>
    public TimeSpan First => _oldest == None ? TcpConnection.Never : _entries[_oldest].State.Until;

    /// <summary>The oldest, for those who look at all of them; negative for none.</summary>
    public int Oldest => _oldest;

    /// <summary>Adds a connection whose ends no other has, and whose wait ends after all others'.</summary>
    /// <returns>Whether the oldest had to give way.</returns>
    public bool Add(in ConnectionKey key, in TimeWait state)
    {
        var isFull = Count >= limit;
        if (isFull)
        {
            Remove(_oldest);
        }

        var slot = TakeSlot();
        ref var entry = ref _entries[slot];
        entry.Key = key;
        entry.State = state;
        entry.Place = hash.Place(key);
        ref var bucket = ref BucketOf(entry.Place);
        entry.Next = bucket;
        bucket = slot;
        Append(slot);
        Count++;
        return isFull;
    }

    /// <summary>Where the connection between two ends is; negative for none.</summary>
    public int Find(in ConnectionKey key)
    {
        if (Count == 0)
        {
            return None;
        }

        var place = hash.Place(key);
        for (var slot = BucketOf(place); slot != None; slot = _entries[slot].Next)
        {
            if (_entries[slot].Place == place && _entries[slot].Key == key)
            {
                return slot;
            }
        }

        return None;
    }

    /// <summary>Its state.</summary>
    public ref TimeWait At(int slot) => ref _entries[slot].State;

    /// <summary>Its ends.</summary>
    public ConnectionKey KeyAt(int slot) => _entries[slot].Key;

    /// <summary>The one whose wait ends next after another's; negative for none.</summary>
    public int After(int slot) => _entries[slot].Newer;

    /// <summary>Its wait has begun anew.</summary>
    public void Renew(int slot)
    {
        Unlink(slot);
        Append(slot);
    }

    /// <summary>Removes one.</summary>
    public void Remove(int slot)
    {
        Unlink(slot);
        ref var link = ref BucketOf(_entries[slot].Place);
        while (link != slot)
        {
            link = ref _entries[link].Next;
        }

        link = _entries[slot].Next;
        _entries[slot].Next = _free;
        _free = slot;
        Count--;
    }

    /// <summary>Removes those whose wait is over.</summary>
    public void RemoveDue(TimeSpan now)
    {
        while (_oldest != None && _entries[_oldest].State.Until <= now)
        {
            Remove(_oldest);
        }
    }

    private int TakeSlot()
    {
        if (_free != None)
        {
            var slot = _free;
            _free = _entries[slot].Next;
            return slot;
        }

        if (_used == _entries.Length)
        {
            Grow();
        }

        return _used++;
    }

    private void Grow()
    {
        Array.Resize(ref _entries, (int)Math.Min(Math.Max(_entries.Length * 2L, LeastSlots), Math.Max(limit, LeastSlots)));
        _buckets = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_entries.Length)];
        Array.Fill(_buckets, None);

        // Every slot is in use when there is no other.
        for (var slot = 0; slot < _used; slot++)
        {
            ref var bucket = ref BucketOf(_entries[slot].Place);
            _entries[slot].Next = bucket;
            bucket = slot;
        }
    }

    private ref int BucketOf(uint place) => ref _buckets[(int)(place & (uint)(_buckets.Length - 1))];

    private void Append(int slot)
    {
        (_entries[slot].Older, _entries[slot].Newer) = (_newest, None);
        if (_newest == None)
        {
            _oldest = slot;
        }
        else
        {
            _entries[_newest].Newer = slot;
        }

        _newest = slot;
    }

    private void Unlink(int slot)
    {
        var (older, newer) = (_entries[slot].Older, _entries[slot].Newer);
        if (older == None)
        {
            _oldest = newer;
        }
        else
        {
            _entries[older].Newer = newer;
        }

        if (newer == None)
        {
            _newest = older;
        }
        else
        {
            _entries[newer].Older = older;
        }
    }

    private struct Entry
    {
        public ConnectionKey Key;
        public TimeWait State;
        public uint Place;
        public int Next;
        public int Older;
        public int Newer;
    }
}
