namespace MirageGen.TcpIp.Tcp;

/// <summary>The connections that something has happened to, each once, in the order in which it first did.</summary>
internal sealed class ReadyQueue
{
    private Connection? _first;

    /// <summary>The one that was added last; null when there is none.</summary>
    public Connection? Last { get; private set; }

    /// <summary>Adds a connection, unless it is in already.</summary>
    public void Add(Connection connection)
    {
        if (connection.IsReady)
        {
            return;
        }

        connection.IsReady = true;
        if (Last is null)
        {
            _first = connection;
        }
        else
        {
            Last.NextReady = connection;
        }

        Last = connection;
    }

    /// <summary>Takes the first out; null when there is none.</summary>
    public Connection? Take()
    {
        var connection = _first;
        if (connection is null)
        {
            return null;
        }

        _first = connection.NextReady;
        if (_first is null)
        {
            Last = null;
        }

        connection.NextReady = null;
        connection.IsReady = false;
        return connection;
    }
}
