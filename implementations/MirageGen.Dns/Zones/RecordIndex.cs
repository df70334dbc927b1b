namespace MirageGen.Dns.Zones;

/// <summary>
/// Records that are found by owner, type and data, whatever the case of names in them; each is there once. One that is taken
/// out is there no more.
/// </summary>
internal sealed class RecordIndex
{
    private const int LeastSlots = 16;

    private readonly RecordList _records = new();
    private readonly List<int> _starts = [];
    private readonly List<bool> _taken = [];
    private int[] _slots = new int[LeastSlots];

    /// <summary>How many there are that have not been taken out.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a record; one that is there already gets this one's time to live.</summary>
    public void Add(scoped in ZoneFileRecord record)
    {
        TryTake(record, out _);
        if ((_starts.Count + 1) * 4L > _slots.Length * 3L)
        {
            Grow();
        }

        var hash = Hash(record);
        _starts.Add(_records.Add(record));
        _taken.Add(false);
        Count++;
        Put(_starts.Count, hash);
    }

    /// <summary>Takes a record out.</summary>
    /// <param name="record">The record; its time to live does not matter.</param>
    /// <param name="ttl">The time to live it had.</param>
    /// <returns>False when it is not there.</returns>
    public bool TryTake(scoped in ZoneFileRecord record, out uint ttl)
    {
        ttl = 0;
        var found = Find(record);
        if (found < 0)
        {
            return false;
        }

        var at = _starts[found];
        _records.TryRead(ref at, out var own);
        ttl = own.Ttl;
        _taken[found] = true;
        Count--;
        return true;
    }

    /// <summary>Whether a record is there.</summary>
    public bool Contains(scoped in ZoneFileRecord record) => Find(record) >= 0;

    /// <summary>Reads the next one of those that are there.</summary>
    /// <param name="next">Zero for the first.</param>
    /// <param name="record">The record.</param>
    public bool TryRead(scoped ref int next, out ZoneFileRecord record)
    {
        while (next < _starts.Count && _taken[next])
        {
            next++;
        }

        if (next == _starts.Count)
        {
            record = default;
            return false;
        }

        var at = _starts[next++];
        return _records.TryRead(ref at, out record);
    }

    private int Find(scoped in ZoneFileRecord record)
    {
        for (var slot = Hash(record) & (_slots.Length - 1); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            var index = _slots[slot] - 1;
            var at = _starts[index];
            if (!_taken[index] && _records.TryRead(ref at, out var own) && IsSame(own, record))
            {
                return index;
            }
        }

        return -1;
    }

    private static bool IsSame(scoped in ZoneFileRecord one, scoped in ZoneFileRecord other)
    {
        if (one.Type != other.Type || one.Data.Length != other.Data.Length || !NameOctets.Equals(one.Owner, other.Owner))
        {
            return false;
        }

        return one.Data.SequenceEqual(other.Data) || Canonical(one, new byte[one.Data.Length]).SequenceEqual(Canonical(other, new byte[other.Data.Length]));
    }

    private static int Hash(scoped in ZoneFileRecord record)
    {
        const int StackOctets = 1024;
        Span<byte> room = record.Data.Length <= StackOctets ? stackalloc byte[StackOctets] : new byte[record.Data.Length];
        var hash = default(HashCode);
        hash.Add(NameOctets.Hash(record.Owner));
        hash.Add((int)record.Type);
        hash.AddBytes(Canonical(record, room));
        return hash.ToHashCode();
    }

    private static ReadOnlySpan<byte> Canonical(scoped in ZoneFileRecord record, Span<byte> room)
    {
        Rdata.CopyCanonical(record.Type, RecordClass.Internet, record.Data, room);
        return room[..record.Data.Length];
    }

    private void Put(int number, int hash)
    {
        var slot = hash & (_slots.Length - 1);
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        _slots[slot] = number;
    }

    private void Grow()
    {
        _slots = new int[checked(_slots.Length * 2)];
        for (var i = 0; i < _starts.Count; i++)
        {
            var at = _starts[i];
            _records.TryRead(ref at, out var record);
            Put(i + 1, Hash(record));
        }
    }
}
