using System.Threading.Tasks.Sources;
using MirageGen.Loop;

namespace MirageGen.TcpIp.Tcp;

/// <summary>A port on which connections are accepted, and those that wait to be.</summary>
internal sealed class TcpListener : ITcpListener, IConnectionOwner, IValueTaskSource<ITcpFlow?>, ICancellableWait
{
    private readonly IListenerHost _host;
    private readonly Queue<Connection> _waiting = new();
    private readonly int _backlog;
    private LoopCompletionCore<ITcpFlow?> _completion;
    private WaitCancellation _cancellation;
    private bool _isWaiting;

    public TcpListener(IListenerHost host, IpEndpoint local, int backlog)
    {
        _host = host;
        _backlog = backlog;
        LocalEndpoint = local;
    }

    /// <inheritdoc/>
    public IpEndpoint LocalEndpoint { get; }

    /// <summary>Handshakes that are under way here.</summary>
    public int HalfOpen { get; private set; }

    /// <summary>Whether there is no place for another handshake that costs memory.</summary>
    public bool IsHalfOpenFull => HalfOpen >= _backlog;

    /// <inheritdoc/>
    public bool IsFull => _waiting.Count >= _backlog;

    /// <summary>Whether it listens no more.</summary>
    public bool IsDisposed { get; private set; }

    EventLoop ICancellableWait.Loop => _host.Loop;

    /// <inheritdoc/>
    public ValueTask<ITcpFlow?> AcceptAsync(CancellationToken cancellation = default)
    {
        if (_isWaiting)
        {
            throw new InvalidOperationException("An accept is under way already.");
        }

        if (IsDisposed)
        {
            return new((ITcpFlow?)null);
        }

        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ITcpFlow?>(cancellation);
        }

        if (_waiting.TryDequeue(out var connection))
        {
            return new(connection.Flow);
        }

        _completion.Reset();
        _isWaiting = true;
        _cancellation.Begin(this, cancellation);
        return new(this, _completion.Version);
    }

    /// <summary>A handshake has begun.</summary>
    public void OnHalfOpen(Connection connection)
    {
        connection.Owner = this;
        HalfOpen++;
    }

    /// <inheritdoc/>
    public void OnEstablished(Connection connection)
    {
        HalfOpen--;
        Add(connection);
    }

    /// <summary>A connection that was established without memory waits to be accepted.</summary>
    public void Add(Connection connection)
    {
        if (_isWaiting)
        {
            EndWait();
            _completion.SetResult(connection.Flow);
        }
        else
        {
            _waiting.Enqueue(connection);
        }
    }

    /// <inheritdoc/>
    public void OnFailed(Connection connection, TcpEvents events) => HalfOpen--;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Close();
        return default;
    }

    /// <summary>Listens no more; those that wait are reset.</summary>
    public void Close()
    {
        if (IsDisposed)
        {
            return;
        }

        IsDisposed = true;
        _host.Remove(this);
        while (_waiting.TryDequeue(out var connection))
        {
            connection.Flow!.Abort("nobody accepted it");
        }

        if (_isWaiting)
        {
            EndWait();
            _completion.SetResult(null);
        }
    }

    void ICancellableWait.CancelWait()
    {
        if (_isWaiting && _cancellation.Token is { IsCancellationRequested: true } token)
        {
            EndWait();
            _completion.SetException(new OperationCanceledException(token));
        }
    }

    ITcpFlow? IValueTaskSource<ITcpFlow?>.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ITcpFlow?>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<ITcpFlow?>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token);

    private void EndWait()
    {
        _isWaiting = false;
        _cancellation.End();
    }
}
