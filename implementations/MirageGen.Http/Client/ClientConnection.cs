using System.IO.Pipelines;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>One connection to a server: carries one exchange at a time, and is watched while it waits.</summary>
internal sealed class ClientConnection : IBodySource, IOutputWatch
{
    private readonly ConnectionPool _pool;
    private readonly ITcpFlow _flow;
    private readonly PipeReader _input;
    private readonly TimeSpan _expiry;
    private ClientExchange? _exchange;
    private TimeSpan _readDeadline = TimeSpan.MaxValue;
    private TimeSpan _writeDeadline = TimeSpan.MaxValue;
    private TimeSpan _drainDeadline;
    private TimeSpan _stateDeadline;
    private bool _isDraining;
    private bool _isReadOverdue;
    private bool _isWriteOverdue;

    public ClientConnection(ConnectionPool pool, ITcpFlow flow, Origin origin, TimeSpan lifetime)
    {
        _pool = pool;
        _flow = flow;
        _input = flow.Input;
        _expiry = pool.DeadlineIn(lifetime);
        Origin = origin;
        Output = new(flow, this);
    }

    /// <summary>Whom it leads to.</summary>
    public Origin Origin { get; }

    public PipeReader Input => _input;

    public MessageOutput Output { get; }

    public ClientConnectionState State { get; private set; }

    /// <summary>Its place among the pool's connections.</summary>
    public int Index { get; set; }

    /// <summary>Whether it has carried an exchange before this one, so that the server may have ended it meanwhile.</summary>
    public bool IsReused { get; private set; }

    /// <summary>When it became idle; meaningless in another state.</summary>
    public TimeSpan IdleSince { get; private set; }

    /// <summary>Whether a time limit for what is read has passed.</summary>
    public bool IsReadOverdue => _isReadOverdue;

    /// <summary>Begins an exchange.</summary>
    public void Begin(ClientExchange exchange)
    {
        _exchange = exchange;
        State = ClientConnectionState.Active;
    }

    /// <summary>Takes it out of the pool for another exchange.</summary>
    /// <returns>False when it is too old, or something has arrived that nobody asked for, its end as a rule.</returns>
    public bool TryReuse()
    {
        if (_pool.Now >= _expiry || !IsQuiet())
        {
            return false;
        }

        State = ClientConnectionState.Active;
        IsReused = true;
        return true;
    }

    /// <summary>Puts it into the pool.</summary>
    /// <returns>False when it is of no further use.</returns>
    public bool TryRest(TimeSpan idleTimeout)
    {
        _exchange = null;
        if (_pool.Now >= _expiry || _isReadOverdue || Output.IsClosed || !IsQuiet())
        {
            return false;
        }

        State = ClientConnectionState.Idle;
        IdleSince = _pool.Now;
        _stateDeadline = _pool.DeadlineIn(idleTimeout);
        return true;
    }

    /// <summary>Begins a wait for the response's head.</summary>
    public void BeginHeadWait(TimeSpan timeout) => _readDeadline = _pool.DeadlineIn(timeout);

    /// <summary>Ends a wait for what is read.</summary>
    public void EndReadWait() => _readDeadline = TimeSpan.MaxValue;

    /// <summary>Ends a wait for the server to take something.</summary>
    public void EndFlushWait() => _writeDeadline = TimeSpan.MaxValue;

    /// <summary>Looks whether something has lasted too long, or an idle connection has ended.</summary>
    public void Check()
    {
        switch (State)
        {
            case ClientConnectionState.Active:
                CheckActive();
                break;
            case ClientConnectionState.Idle when _pool.Now >= _stateDeadline || _pool.Now >= _expiry || !IsQuiet():
                _pool.Close(this, reason: null);
                break;
            case ClientConnectionState.Closing when _pool.Now >= _stateDeadline:
                _flow.Abort("The server takes too long to close.");
                break;
            default:
                break;
        }
    }

    /// <summary>Ends both directions at once.</summary>
    public void Abort(string reason) => _flow.Abort(reason);

    /// <summary>Closes it in order, or at once where there is a reason. The pool calls it.</summary>
    /// <returns>Completes when the network has let go of it.</returns>
    public ValueTask CloseAsync(string? reason, TimeSpan timeout)
    {
        State = ClientConnectionState.Closing;
        _stateDeadline = _pool.DeadlineIn(timeout);
        if (reason is not null)
        {
            _flow.Abort(reason);
        }

        return _flow.DisposeAsync();
    }

    /// <summary>Reads and drops what is left of a body.</summary>
    /// <returns>Whether the connection is behind it, within the bounds for that.</returns>
    public async ValueTask<bool> DrainAsync(BodyReader body, HttpClientOptions options)
    {
        _isDraining = true;
        _drainDeadline = _pool.DeadlineIn(options.DrainTimeout);
        try
        {
            return await body.DrainAsync(options.MaxDrainBytes);
        }
        catch (Exception error) when (error is HttpClientException || ReferenceEquals(error, _exchange?.SendingFailure))
        {
            // Malformed, truncated, too slow or lost: nobody wanted it, and the connection ends.
            return false;
        }
        finally
        {
            _isDraining = false;
        }
    }

    /// <summary>The exception for a connection that was lost: the cause that is known, or the loss.</summary>
    public Exception Explain(Exception cause)
    {
        var exchange = _exchange;
        if (exchange?.SendingFailure is { } failure)
        {
            return failure;
        }

        return _isWriteOverdue && exchange is not null
            ? exchange.Fail(HttpFailure.TimedOut, $"the server took nothing of the request for {exchange.Options.WriteTimeout:c}", cause)
            : new HttpClientException(
                HttpFailure.ConnectionLost,
                exchange?.Describe($"the connection was lost: {cause.Message}") ?? "The connection was lost.",
                cause);
    }

    void IOutputWatch.BeginFlushWait(long octets) =>
        _writeDeadline = _exchange is { } exchange ? _pool.DeadlineIn(exchange.Options.WriteTimeout) : TimeSpan.MaxValue;

    /// <summary>
    /// A connection that takes no more is no error here: whether it answered all the same shows where it is read.
    /// </summary>
    FlowResetException? IOutputWatch.MarkClosed(FlowResetException cause) => null;

    ValueTask IBodySource.PrepareAsync() => default;

    void IBodySource.BeginBodyWait() =>
        _readDeadline = _isDraining ? _drainDeadline : _pool.DeadlineIn(_exchange!.Options.BodyTimeout);

    void IBodySource.EndBodyWait() => EndReadWait();

    void IBodySource.CountBodyBytes(long count)
    {
        // The rate of a response is its reader's business; how long a read may wait is bounded.
    }

    Exception IBodySource.MarkLost(FlowResetException error)
    {
        Output.Close();
        return Explain(error);
    }

    Exception IBodySource.FailBody(WireError error)
    {
        Output.Close();
        return error == WireError.Truncated && _exchange?.SendingFailure is { } failure
            ? failure
            : _exchange!.Fail(ResponseFaults.FailureOf(error), ResponseFaults.TextOf(error));
    }

    Exception? IBodySource.TakeInterruption() =>
        !_isReadOverdue ? null
        : _exchange!.Fail(HttpFailure.TimedOut, $"nothing of the body arrived for {_exchange.Options.BodyTimeout:c}");

    private void CheckActive()
    {
        if (_pool.Now >= _readDeadline)
        {
            _readDeadline = TimeSpan.MaxValue;
            _isReadOverdue = true;
            _input.CancelPendingRead();
        }

        if (_pool.Now >= _writeDeadline)
        {
            _writeDeadline = TimeSpan.MaxValue;
            _isWriteOverdue = true;
            _flow.Abort("The server takes nothing of the request.");
        }

        _exchange?.Check();
    }

    /// <summary>Whether nothing has arrived: neither octets that answer nothing, nor the end of the stream.</summary>
    private bool IsQuiet()
    {
        try
        {
            if (!_input.TryRead(out var arrived))
            {
                return true;
            }

            _input.AdvanceTo(arrived.Buffer.Start);
            return false;
        }
        catch (FlowResetException)
        {
            return false;
        }
    }
}
