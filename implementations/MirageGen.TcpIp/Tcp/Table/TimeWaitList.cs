namespace MirageGen.TcpIp.Tcp;

/// <summary>The connections in TIME-WAIT, the oldest first: what gives way when there is no place for a new one.</summary>
internal sealed class TimeWaitList
{
    private Connection? _last;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The one that has waited longest; null for none.</summary>
    public Connection? First { get; private set; }

    /// <summary>Adds a connection that is not in it.</summary>
    public void Add(Connection connection)
    {
        connection.PreviousTimeWait = _last;
        connection.IsInTimeWait = true;
        if (_last is null)
        {
            First = connection;
        }
        else
        {
            _last.NextTimeWait = connection;
        }

        _last = connection;
        Count++;
    }

    /// <summary>Removes a connection; does nothing when it is not in it.</summary>
    public void Remove(Connection connection)
    {
        if (!connection.IsInTimeWait)
        {
            return;
        }

        var (previous, next) = (connection.PreviousTimeWait, connection.NextTimeWait);
        First = previous is null ? next : First;
        _last = next is null ? previous : _last;
        if (previous is not null)
        {
            previous.NextTimeWait = next;
        }

        if (next is not null)
        {
            next.PreviousTimeWait = previous;
        }

        (connection.PreviousTimeWait, connection.NextTimeWait, connection.IsInTimeWait) = (null, null, false);
        Count--;
    }
}
