namespace MirageGen.TcpIp.Tcp;

/// <summary>Who waits for a connection to be established.</summary>
internal interface IConnectionOwner
{
    /// <summary>Whether there is no place for another connection: then a handshake is not completed yet.</summary>
    bool IsFull { get; }

    /// <summary>The handshake is done. The connection has an owner no more.</summary>
    void OnEstablished(Connection connection);

    /// <summary>There will be no connection.</summary>
    /// <param name="connection">What had been begun.</param>
    /// <param name="events">Why.</param>
    void OnFailed(Connection connection, TcpEvents events);
}
