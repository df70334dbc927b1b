using Microsoft.Extensions.Logging;

namespace MirageGen.Http;

/// <summary>What the connections of one running server share: its clock, its limits, its handler, and exchanges to reuse.</summary>
internal sealed class HttpService : IDisposable
{
    private const int MostFreeExchanges = 256;

    private readonly List<ServerConnection> _connections = [];
    private readonly Stack<HttpExchange> _freeExchanges = new();
    private TimeSpan _stopDeadline;
    private int _evictionHand;

    public HttpService(HttpServerOptions options, HttpHandler handler, TimeProvider clock, ILogger log)
    {
        Options = options;
        Handler = handler;
        Log = log;
        Clock = new(clock, CheckAll);
    }

    public HttpServerOptions Options { get; }

    public HttpHandler Handler { get; }

    public ILogger Log { get; }

    public CoarseClock Clock { get; }

    /// <summary>Whether connections end as soon as they can.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Whether there are so many connections that those that are done should go.</summary>
    public bool IsCrowded => _connections.Count >= Options.MaxConnections;

    /// <summary>Serves a connection to its end.</summary>
    public Task ServeAsync(IFlow flow) => new ServerConnection(this, flow).RunAsync();

    public void Add(ServerConnection connection)
    {
        Clock.Run(isWanted: true);
        connection.Index = _connections.Count;
        _connections.Add(connection);
        if (IsCrowded)
        {
            EvictIdle();
        }
    }

    public void Remove(ServerConnection connection)
    {
        var last = _connections[^1];
        _connections[connection.Index] = last;
        last.Index = connection.Index;
        _connections.RemoveAt(_connections.Count - 1);
        Clock.Run(isWanted: _connections.Count > 0);
    }

    public HttpExchange Rent(ServerConnection connection)
    {
        var exchange = _freeExchanges.TryPop(out var free) ? free : new(Options);
        exchange.Begin(connection);
        return exchange;
    }

    /// <summary>Takes an exchange back; not for another request when a read of its body is still under way.</summary>
    public void Return(HttpExchange exchange)
    {
        var isFree = !exchange.Request.BodyReader.IsBusy;
        exchange.End();
        if (isFree && _freeExchanges.Count < MostFreeExchanges)
        {
            _freeExchanges.Push(exchange);
        }
    }

    /// <summary>Ends idle connections, lets requests under way finish, and aborts them when their time is over.</summary>
    public void Stop()
    {
        if (IsStopping)
        {
            return;
        }

        IsStopping = true;
        _stopDeadline = Clock.Now + Options.StopTimeout + CoarseClock.Period;
        for (var i = _connections.Count - 1; i >= 0; i--)
        {
            _connections[i].EndWhenIdle();
        }
    }

    public void Dispose() => Clock.Dispose();

    private void CheckAll()
    {
        var isOver = IsStopping && Clock.Now >= _stopDeadline;
        for (var i = _connections.Count - 1; i >= 0; i--)
        {
            if (isOver)
            {
                _connections[i].Abort("The server stops.");
            }
            else
            {
                _connections[i].Check();
            }
        }
    }

    private void EvictIdle()
    {
        // Goes round, so that to find one is cheap while most are idle, and none is always the first to go.
        for (var i = 0; i < _connections.Count; i++)
        {
            _evictionHand = (_evictionHand + 1) % _connections.Count;
            if (_connections[_evictionHand].IsIdle)
            {
                _connections[_evictionHand].EndWhenIdle();
                return;
            }
        }
    }
}
