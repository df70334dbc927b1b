namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// The connections by their deadlines, earliest first. A deadline that is put off, as with every acknowledgment, costs a
/// comparison: the connection keeps its place, and is looked at again when that comes up.
/// </summary>
internal sealed class DeadlineHeap
{
    private const int Ways = 4;

    private Connection[] _items = new Connection[16];

    /// <summary>How many connections have a place.</summary>
    public int Count { get; private set; }

    /// <summary>When the first is to be looked at; <see cref="TcpConnection.Never"/> when there is none.</summary>
    public TimeSpan First => Count > 0 ? _items[0].QueuedAt : TcpConnection.Never;

    /// <summary>Has a connection looked at when its deadline comes, or before.</summary>
    public void Set(Connection connection, TimeSpan deadline)
    {
        if (connection.HeapIndex == Connection.NotQueued)
        {
            if (deadline == TcpConnection.Never)
            {
                return;
            }

            if (Count == _items.Length)
            {
                Array.Resize(ref _items, Count * 2);
            }

            connection.QueuedAt = deadline;
            Sift(connection, Count++);
        }
        else if (deadline < connection.QueuedAt)
        {
            connection.QueuedAt = deadline;
            Sift(connection, connection.HeapIndex);
        }
    }

    /// <summary>Takes out one that is to be looked at by now; null for none.</summary>
    public Connection? TakeDue(TimeSpan now)
    {
        if (First > now || Count == 0)
        {
            return null;
        }

        var first = _items[0];
        Remove(first);
        return first;
    }

    /// <summary>Removes a connection; does nothing when it has no place.</summary>
    public void Remove(Connection connection)
    {
        var hole = connection.HeapIndex;
        if (hole == Connection.NotQueued)
        {
            return;
        }

        connection.HeapIndex = Connection.NotQueued;
        var last = _items[--Count];
        _items[Count] = null!;
        if (hole < Count)
        {
            Sift(last, hole);
        }
    }

    private void Sift(Connection connection, int index)
    {
        while (index > 0 && connection.QueuedAt < _items[(index - 1) / Ways].QueuedAt)
        {
            Put(_items[(index - 1) / Ways], index);
            index = (index - 1) / Ways;
        }

        for (var child = EarliestChild(index); child > 0 && _items[child].QueuedAt < connection.QueuedAt; child = EarliestChild(index))
        {
            Put(_items[child], index);
            index = child;
        }

        Put(connection, index);
    }

    private int EarliestChild(int index)
    {
        var first = (index * Ways) + 1;
        var best = first < Count ? first : 0;
        for (var child = first + 1; child < Math.Min(first + Ways, Count); child++)
        {
            if (_items[child].QueuedAt < _items[best].QueuedAt)
            {
                best = child;
            }
        }

        return best;
    }

    private void Put(Connection connection, int index)
    {
        _items[index] = connection;
        connection.HeapIndex = index;
    }
}
