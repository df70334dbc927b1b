namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// The connections by their ends: open addressing with linear probing under a secret hash. Holds a bounded number; an entry
/// that is removed leaves no grave, since those behind it move up.
/// </summary>
internal sealed class ConnectionTable
{
    private const int LeastSlots = 16;

    private readonly SecretHash _hash;
    private Connection?[] _slots = new Connection?[LeastSlots];
    private Connection? _latest;

    /// <summary>Makes an empty table.</summary>
    /// <param name="hash">Places connections.</param>
    /// <param name="limit">The most connections it holds.</param>
    public ConnectionTable(SecretHash hash, int limit)
    {
        _hash = hash;
        Limit = limit;
    }

    /// <summary>The most connections it holds.</summary>
    public int Limit { get; }

    /// <summary>How many there are, in whatever state.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there is no place for another.</summary>
    public bool IsFull => Count >= Limit;

    /// <summary>The slots, for those who look at every connection; many are empty.</summary>
    public ReadOnlySpan<Connection?> Slots => _slots;

    /// <summary>The connection between two ends; null for none.</summary>
    public Connection? Find(in ConnectionKey key)
    {
        // Segments come in runs.
        if (_latest is { } latest && latest.Key == key)
        {
            return latest;
        }

        var mask = _slots.Length - 1;
        var place = _hash.Place(key);
        for (var i = (int)(place & (uint)mask); _slots[i] is { } connection; i = (i + 1) & mask)
        {
            if (connection.Place == place && connection.Key == key)
            {
                return _latest = connection;
            }
        }

        return null;
    }

    /// <summary>Adds a connection whose ends no other has. The table must not be full.</summary>
    public void Add(Connection connection)
    {
        if (IsFull)
        {
            throw new InvalidOperationException($"The table holds {Limit} connections already.");
        }

        // At most half full: then a search looks at one or two slots.
        if ((Count + 1) * 2 > _slots.Length)
        {
            Grow();
        }

        connection.Place = _hash.Place(connection.Key);
        Put(_slots, connection);
        Count++;
    }

    /// <summary>Removes a connection; does nothing when it is not there.</summary>
    public void Remove(Connection connection)
    {
        if (_latest == connection)
        {
            _latest = null;
        }

        var mask = _slots.Length - 1;
        var hole = (int)(connection.Place & (uint)mask);
        while (_slots[hole] != connection)
        {
            if (_slots[hole] is null)
            {
                return;
            }

            hole = (hole + 1) & mask;
        }

        Count--;
        MoveUp(hole, mask);
    }

    private void MoveUp(int hole, int mask)
    {
        _slots[hole] = null;
        for (var i = (hole + 1) & mask; _slots[i] is { } follower; i = (i + 1) & mask)
        {
            // It may move when the hole lies between the place it belongs to and the place it has.
            var home = (int)(follower.Place & (uint)mask);
            if (((i - home) & mask) >= ((i - hole) & mask))
            {
                _slots[hole] = follower;
                _slots[i] = null;
                hole = i;
            }
        }
    }

    private void Grow()
    {
        var larger = new Connection?[_slots.Length * 2];
        foreach (var connection in _slots)
        {
            if (connection is not null)
            {
                Put(larger, connection);
            }
        }

        _slots = larger;
    }

    private static void Put(Connection?[] slots, Connection connection)
    {
        var mask = slots.Length - 1;
        var i = (int)(connection.Place & (uint)mask);
        while (slots[i] is not null)
        {
            i = (i + 1) & mask;
        }

        slots[i] = connection;
    }
}
