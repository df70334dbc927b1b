using MirageGen.Loop;

namespace MirageGen.TestKit;

/// <summary>A listening port of a host.</summary>
internal sealed class SimulatedListener(SimulatedTcp tcp, int backlog) : ITcpListener
{
    private readonly Queue<SimulatedFlow> _waiting = new();
    private readonly LoopCompletion<ITcpFlow?> _accept = new();
    private CancellationTokenRegistration _registration;
    private int _handshakes;
    private bool _isClosed;

    public IpEndpoint LocalEndpoint { get; set; }

    public SimulatedTcp Tcp => tcp;

    /// <summary>Whether somebody awaits a connection.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Begins a handshake.</summary>
    /// <returns>False when as many as the backlog holds wait already.</returns>
    public bool TryBeginHandshake()
    {
        if (_waiting.Count + _handshakes >= Math.Max(backlog, 1))
        {
            return false;
        }

        _handshakes++;
        return true;
    }

    /// <summary>Ends a handshake.</summary>
    /// <param name="flow">The connection; null when the peer gave up.</param>
    public void EndHandshake(SimulatedFlow? flow)
    {
        _handshakes--;
        if (flow is null || flow.IsReset || tcp.Stack.IsGone)
        {
            return;
        }

        if (_isClosed)
        {
            flow.Abort("the listener has been disposed");
        }
        else if (IsWaiting)
        {
            EndWait();
            _accept.SetResult(flow);
        }
        else
        {
            _waiting.Enqueue(flow);
        }
    }

    public ValueTask<ITcpFlow?> AcceptAsync(CancellationToken cancellation = default)
    {
        tcp.Stack.Host.World.VerifyOnLoop();
        if (IsWaiting)
        {
            throw new InvalidOperationException("Somebody accepts from the listener already.");
        }

        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ITcpFlow?>(cancellation);
        }

        if (_isClosed && !tcp.Stack.IsGone)
        {
            return new((ITcpFlow?)null);
        }

        if (_waiting.TryDequeue(out var flow))
        {
            return new(flow);
        }

        _accept.Reset();
        IsWaiting = true;
        _registration = cancellation.UnsafeRegister(
            static (listener, token) => ((SimulatedListener)listener!).OnCancelled(token), this);
        return _accept.Task;
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return default;
    }

    public void Close()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        tcp.Remove(this);
        while (_waiting.TryDequeue(out var flow))
        {
            flow.Abort("the listener has been disposed");
        }

        if (IsWaiting)
        {
            EndWait();
            _accept.SetResult(null);
        }
    }

    private void EndWait()
    {
        IsWaiting = false;
        _registration.Dispose();
        _registration = default;
    }

    private void OnCancelled(CancellationToken token)
    {
        if (IsWaiting)
        {
            EndWait();
            _accept.SetException(new OperationCanceledException(token));
        }
    }
}
