using MirageGen.Loop;

namespace MirageGen.Http;

/// <summary>
/// The connections of a client: bounded in all and for each host, kept for a while, watched by one timer. Requests beyond
/// the bounds wait in order.
/// </summary>
internal sealed class ConnectionPool : IAsyncDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly Connector _connector;
    private readonly CoarseClock _clock;
    private readonly Dictionary<Origin, HostConnections> _hosts = [];
    private readonly List<ClientConnection> _connections = [];
    private readonly LinkedList<PoolWaiter> _waiters = new();
    private readonly CancellationTokenSource _end = new();
    private readonly LoopCompletion<bool> _empty = new();
    private Task? _ending;
    private int _count;
    private bool _isServing;
    private bool _mustServeAgain;

    public ConnectionPool(INetworkStack stack, INameResolver resolver, TimeProvider clock)
    {
        _connector = new(stack, resolver, clock);
        _clock = new(clock, CheckAll);
    }

    /// <summary>Now, on the coarse clock.</summary>
    public TimeSpan Now => _clock.Now;

    /// <summary>Whether the client has been disposed.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Connections open, being made or being closed.</summary>
    public int Count => _count;

    /// <summary>When a wait that begins now and may last so long is over; never too early, though the clock is coarse.</summary>
    public TimeSpan DeadlineIn(TimeSpan time) => Now + time + CoarseClock.Period;

    /// <summary>A connection to a host: an idle one, or a new one.</summary>
    /// <param name="request">What it is for.</param>
    /// <param name="mustBeNew">Whether it must not be an idle one; those are then closed, because one of them was stale.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellation">Gives up.</param>
    public async ValueTask<ClientConnection> AcquireAsync(
        HttpClientRequest request, bool mustBeNew, HttpClientOptions options, CancellationToken cancellation)
    {
        var origin = request.Address.Origin;
        if (!TryGrant(origin, mustBeNew, options, out var connection))
        {
            connection = await WaitAsync(request, mustBeNew, options, cancellation);
        }

        return connection ?? await ConnectAsync(request, options, cancellation);
    }

    /// <summary>Takes a connection back, for the next request.</summary>
    public void Return(ClientConnection connection, HttpClientOptions options)
    {
        if (HasEnded || !connection.TryRest(options.IdleTimeout))
        {
            Close(connection, reason: null);
            return;
        }

        _hosts[connection.Origin].Idle.Add(connection);
        ServeWaiters();
    }

    /// <summary>Closes a connection: in order, or with a reset where there is a reason.</summary>
    public void Close(ClientConnection connection, string? reason)
    {
        if (connection.State == ClientConnectionState.Idle)
        {
            _hosts[connection.Origin].Idle.Remove(connection);
        }

        if (connection.State != ClientConnectionState.Closing)
        {
            _ = CloseAsync(connection, reason);
        }
    }

    /// <summary>Closes every connection; requests under way fail.</summary>
    /// <returns>Completes when all are closed, which takes no longer than closing may.</returns>
    public ValueTask DisposeAsync() => new(_ending ??= EndAsync());

    private async Task EndAsync()
    {
        HasEnded = true;
        _end.Cancel();
        foreach (var waiter in _waiters)
        {
            waiter.Fail(MakeEnded());
        }

        _waiters.Clear();
        foreach (var connection in _connections.ToArray())
        {
            Close(connection, connection.State == ClientConnectionState.Active ? "the client is disposed" : null);
        }

        EndIfEmpty();
        await _empty.Task;
        _clock.Dispose();
        _end.Dispose();
    }

    private static ObjectDisposedException MakeEnded() => new(nameof(HttpClient));

    private static void Cancel(LinkedListNode<PoolWaiter> node, CancellationToken token)
    {
        if (node.List is { } waiters)
        {
            waiters.Remove(node);
            node.Value.Fail(new OperationCanceledException(token));
        }
    }

    /// <summary>Gives a connection, or leave to make one (null), if the bounds allow it now.</summary>
    private bool TryGrant(Origin origin, bool mustBeNew, HttpClientOptions options, out ClientConnection? connection)
    {
        connection = null;
        var host = _hosts.GetValueOrDefault(origin);
        while (host is { Idle.Count: > 0 })
        {
            connection = host.Idle[^1];
            if (!mustBeNew && connection.TryReuse())
            {
                host.Idle.RemoveAt(host.Idle.Count - 1);
                return true;
            }

            Close(connection, reason: null);
        }

        connection = null;
        host = _hosts.GetValueOrDefault(origin);
        if (host?.Count >= options.MaxConnectionsPerHost)
        {
            return false;
        }

        if (_count >= options.MaxConnections)
        {
            CloseOldestIdle();
            return false;
        }

        if (host is null)
        {
            _hosts.Add(origin, host = new());
        }

        host.Count++;
        _count++;
        _clock.Run(isWanted: true);
        return true;
    }

    /// <summary>Makes room, unless some is being made.</summary>
    private void CloseOldestIdle()
    {
        ClientConnection? oldest = null;
        foreach (var connection in _connections)
        {
            switch (connection.State)
            {
                case ClientConnectionState.Closing:
                    return;
                case ClientConnectionState.Idle when oldest is null || connection.IdleSince < oldest.IdleSince:
                    oldest = connection;
                    break;
                default:
                    break;
            }
        }

        if (oldest is not null)
        {
            Close(oldest, reason: null);
        }
    }

    private async ValueTask<ClientConnection?> WaitAsync(
        HttpClientRequest request, bool mustBeNew, HttpClientOptions options, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_waiters.Count >= options.MaxQueuedRequests)
        {
            throw Fail(request, HttpFailure.Busy, $"{_waiters.Count} requests wait for a connection already (MaxQueuedRequests)");
        }

        _clock.Run(isWanted: true);
        var waiter = new PoolWaiter(request.Address.Origin, mustBeNew, options, DeadlineIn(options.QueueTimeout));
        var node = _waiters.AddLast(waiter);
        ServeWaiters();
        using var registration = cancellation.UnsafeRegister(
            static (node, token) => Cancel((LinkedListNode<PoolWaiter>)node!, token), node);
        try
        {
            return await waiter.Task;
        }
        catch (TimeoutException error)
        {
            throw Fail(request, HttpFailure.TimedOut, $"no connection was free within {options.QueueTimeout:c} (QueueTimeout)", error);
        }
    }

    private async ValueTask<ClientConnection> ConnectAsync(
        HttpClientRequest request, HttpClientOptions options, CancellationToken cancellation)
    {
        var origin = request.Address.Origin;
        ITcpFlow flow;
        try
        {
            flow = await _connector.ConnectAsync(request, options, cancellation, _end.Token);
        }
        catch (OperationCanceledException) when (HasEnded)
        {
            GiveUpPlace(origin);
            throw MakeEnded();
        }
        catch
        {
            GiveUpPlace(origin);
            throw;
        }

        var connection = new ClientConnection(this, flow, origin, options.MaxConnectionLifetime) { Index = _connections.Count };
        _connections.Add(connection);
        if (HasEnded)
        {
            Close(connection, reason: null);
            throw MakeEnded();
        }

        return connection;
    }

    private async Task CloseAsync(ClientConnection connection, string? reason)
    {
        await connection.CloseAsync(reason, CloseTimeout);
        var last = _connections[^1];
        _connections[connection.Index] = last;
        last.Index = connection.Index;
        _connections.RemoveAt(_connections.Count - 1);
        GiveUpPlace(connection.Origin);
    }

    private void GiveUpPlace(Origin origin)
    {
        _count--;
        if (--_hosts[origin].Count == 0)
        {
            _hosts.Remove(origin);
        }

        ServeWaiters();
        EndIfEmpty();
    }

    /// <summary>Gives what has become free to those that wait, in order.</summary>
    private void ServeWaiters()
    {
        _mustServeAgain = true;
        if (_isServing)
        {
            return;
        }

        _isServing = true;
        while (_mustServeAgain)
        {
            _mustServeAgain = false;
            for (var node = _waiters.First; node is not null && !_mustServeAgain;)
            {
                var next = node.Next;
                var waiter = node.Value;
                if (TryGrant(waiter.Origin, waiter.MustBeNew, waiter.Options, out var connection))
                {
                    _waiters.Remove(node);
                    waiter.Grant(connection);
                }

                node = next;
            }
        }

        _isServing = false;
    }

    private void EndIfEmpty()
    {
        if (_count > 0 || _waiters.Count > 0)
        {
            return;
        }

        _clock.Run(isWanted: false);
        if (HasEnded && !_empty.IsCompleted)
        {
            _empty.SetResult(true);
        }
    }

    private void CheckAll()
    {
        for (var i = _connections.Count - 1; i >= 0; i--)
        {
            // Closing one may take others with it.
            if (i < _connections.Count)
            {
                _connections[i].Check();
            }
        }

        for (var node = _waiters.First; node is not null;)
        {
            var next = node.Next;
            if (Now >= node.Value.Deadline)
            {
                _waiters.Remove(node);
                node.Value.Fail(new TimeoutException());
            }

            node = next;
        }

        EndIfEmpty();
    }

    private static HttpClientException Fail(HttpClientRequest request, HttpFailure failure, string what, Exception? cause = null) =>
        new(failure, request.Describe(what), cause);
}
