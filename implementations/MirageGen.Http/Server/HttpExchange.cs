namespace MirageGen.Http;

/// <summary>
/// One request and the response to it. It belongs to its handler until the handler's task ends; then the server uses it
/// for another, so nothing of it may be kept.
/// </summary>
public sealed class HttpExchange
{
    private ServerConnection? _connection;

    internal HttpExchange(HttpServerOptions options)
    {
        Request = new(options);
        Response = new(this);
    }

    /// <summary>What the client asks.</summary>
    public HttpRequest Request { get; }

    /// <summary>What it is answered.</summary>
    public HttpResponse Response { get; }

    /// <summary>The client's end of the connection; no address where the flow is not TCP.</summary>
    public IpEndpoint RemoteEndpoint => Connection.RemoteEndpoint;

    /// <summary>The server's end of the connection; no address where the flow is not TCP.</summary>
    public IpEndpoint LocalEndpoint => Connection.LocalEndpoint;

    /// <summary>
    /// Cancelled when the connection is lost while the handler runs and sends or reads, or when the server is told to stop
    /// and its time for that is over.
    /// </summary>
    public CancellationToken Aborted => Connection.Aborted;

    internal ServerConnection Connection =>
        _connection ?? throw new InvalidOperationException("The exchange has ended: its handler's task was complete.");

    /// <summary>Resets the connection: the client sees that the response is not complete.</summary>
    /// <param name="reason">For the log; not sent.</param>
    public void Abort(string reason) => Connection.Abort(reason);

    /// <summary>Lends it to a connection.</summary>
    internal void Begin(ServerConnection connection)
    {
        _connection = connection;
        Response.Begin(connection);
    }

    /// <summary>Forgets the request, ready for the connection's next one.</summary>
    internal void Clear()
    {
        Request.Clear();
        Response.Clear();
    }

    /// <summary>Takes it back.</summary>
    internal void End()
    {
        Clear();
        Response.End();
        _connection = null;
    }
}
