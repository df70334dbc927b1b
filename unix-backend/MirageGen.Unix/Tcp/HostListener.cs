using System.Threading.Tasks.Sources;
using Microsoft.Extensions.Logging;
using MirageGen.Loop;
using MirageGen.Unix.Events;

namespace MirageGen.Unix.Tcp;

/// <summary>
/// A port on one or more addresses. Connections wait with the host until they are accepted, so that none is lost or left
/// open when the listener is disposed.
/// </summary>
internal sealed partial class HostListener : ITcpListener, IValueTaskSource<ITcpFlow?>, ICancellableWait, IDeferred
{
    /// <summary>Connections accepted between two looks for events, so that those that exist are served too.</summary>
    private const int SharePerTurn = 64;

    /// <summary>How long to wait for room when the process has no descriptor left.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>A lack of room that lasts is logged so often.</summary>
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly UnixLoop _loop;
    private readonly ListenSocket[] _sockets;
    private readonly ILogger _log;
    private readonly LoopTimer _pause;
    private LoopCompletionCore<ITcpFlow?> _completion;
    private WaitCancellation _cancellation;
    private TimeSpan? _lastLogged;
    private int _next;
    private int _left;
    private uint _turn;
    private bool _isWaiting;
    private bool _isPaused;
    private bool _isDisposed;

    public HostListener(UnixLoop loop, IpAddress asked, ListenSocket[] sockets, ILogger log)
    {
        _loop = loop;
        _sockets = sockets;
        _log = log;
        _pause = loop.Timers.Create(static listener => ((HostListener)listener!).EndPause(), this);
        LocalEndpoint = new(asked, sockets[0].LocalEndpoint.Port);
        foreach (var socket in sockets)
        {
            socket.Listener = this;
        }
    }

    /// <inheritdoc/>
    public IpEndpoint LocalEndpoint { get; }

    EventLoop ICancellableWait.Loop => _loop;

    /// <inheritdoc/>
    public ValueTask<ITcpFlow?> AcceptAsync(CancellationToken cancellation = default)
    {
        if (_isWaiting)
        {
            throw new InvalidOperationException("An accept is under way already.");
        }

        if (_isDisposed)
        {
            return new((ITcpFlow?)null);
        }

        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ITcpFlow?>(cancellation);
        }

        if (TryAccept() is { } flow)
        {
            return new(flow);
        }

        _completion.Reset();
        _isWaiting = true;
        _cancellation.Begin(this, cancellation);
        return new(this, _completion.Version);
    }

    /// <summary>Someone may wait: completes the accept that is under way, if one is.</summary>
    public void Pump()
    {
        if (_isWaiting && TryAccept() is { } flow)
        {
            EndWait();
            _completion.SetResult(flow);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return default;
        }

        _isDisposed = true;
        _pause.Dispose();
        foreach (var socket in _sockets)
        {
            socket.Close();
        }

        if (_isWaiting)
        {
            EndWait();
            _completion.SetResult(null);
        }

        return default;
    }

    void IDeferred.Resume() => Pump();

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

    // Each address in turn, so that a busy one does not starve the others.
    private SocketFlow? TryAccept()
    {
        for (var asked = 0; asked < _sockets.Length && !_isPaused; asked++)
        {
            var socket = _sockets[_next];
            _next = (_next + 1) % _sockets.Length;
            while (socket.MayAccept && HasShare())
            {
                _left--;
                switch (socket.TryAccept(out var flow))
                {
                    case AcceptStatus.Accepted:
                        return flow;
                    case AcceptStatus.NoRoom:
                        BeginPause(socket.Cause);
                        return null;
                }
            }
        }

        return null;
    }

    private bool HasShare()
    {
        if (_turn != _loop.Turn)
        {
            _turn = _loop.Turn;
            _left = SharePerTurn;
        }

        if (_left == 0)
        {
            _left--;
            _loop.Defer(this);
        }

        return _left > 0;
    }

    private void BeginPause(string cause)
    {
        _isPaused = true;
        _pause.Start(Pause);
        var now = _loop.Timers.Now;
        if (_lastLogged is null || now - _lastLogged >= LogInterval)
        {
            _lastLogged = now;
            LogNoRoom(_log, LocalEndpoint, cause);
        }
    }

    private void EndPause()
    {
        _isPaused = false;
        Pump();
    }

    private void EndWait()
    {
        _isWaiting = false;
        _cancellation.End();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Accepting on {Endpoint} pauses until there is room: {Cause}")]
    private static partial void LogNoRoom(ILogger log, IpEndpoint endpoint, string cause);
}
