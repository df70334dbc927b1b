namespace MirageGen.Dns.Server;

/// <summary>Ends a connection that waits too long: in order when for a request, at once when for the client to take a response.</summary>
internal sealed class IdleTimer : IDisposable
{
    private readonly ITcpFlow _flow;
    private readonly TimeSpan _timeout;
    private readonly ITimer _timer;
    private bool _isFlushing;

    /// <summary>Begins to wait for a request.</summary>
    public IdleTimer(ITcpFlow flow, TimeProvider clock, TimeSpan timeout)
    {
        _flow = flow;
        _timeout = timeout;
        _timer = clock.CreateTimer(static timer => ((IdleTimer)timer!).End(), this, timeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether there has been no request for too long.</summary>
    public bool HasExpired { get; private set; }

    /// <summary>Begins anew.</summary>
    /// <param name="isFlushing">Whether for the client to take a response.</param>
    public void Begin(bool isFlushing)
    {
        _isFlushing = isFlushing;
        HasExpired = false;
        _timer.Change(_timeout, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void End()
    {
        if (_isFlushing)
        {
            _flow.Abort("the client does not take its responses");
        }
        else
        {
            HasExpired = true;
            _flow.Input.CancelPendingRead();
        }
    }
}
