namespace MirageGen.Dns.Server;

/// <summary>
/// Ends a connection that waits too long, or whose place is wanted: in order when for a request, at once when for the client to take a
/// response.
/// </summary>
internal sealed class IdleTimer : IDisposable
{
    private readonly ITcpFlow _flow;
    private readonly TimeSpan _timeout;
    private readonly ITimer _timer;
    private readonly WaitingClients? _clients;
    private readonly LinkedListNode<IdleTimer> _place;
    private bool _isFlushing;
    private bool _isOverdue;

    /// <summary>Begins to wait for a request.</summary>
    /// <param name="flow">The connection.</param>
    /// <param name="clock">Drives it.</param>
    /// <param name="timeout">How long is too long.</param>
    /// <param name="clients">Those that it is one of; null where it is alone.</param>
    public IdleTimer(ITcpFlow flow, TimeProvider clock, TimeSpan timeout, WaitingClients? clients = null)
    {
        _flow = flow;
        _timeout = timeout;
        _clients = clients;
        _place = new(this);
        _timer = clock.CreateTimer(static timer => ((IdleTimer)timer!).End(), this, timeout, Timeout.InfiniteTimeSpan);
        _clients?.Add(_place);
    }

    /// <summary>Whether there has been no request for too long, or until the place was wanted.</summary>
    public bool HasExpired => _isOverdue || IsGivenUp;

    /// <summary>Whether its place is wanted: it ends when what is under way is done.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>Begins anew.</summary>
    /// <param name="isFlushing">Whether for the client to take a response.</param>
    public void Begin(bool isFlushing)
    {
        _isFlushing = isFlushing;
        _isOverdue = false;
        _timer.Change(_timeout, Timeout.InfiniteTimeSpan);
        if (isFlushing)
        {
            _clients?.Leave(_place);
        }
        else
        {
            _clients?.Wait(_place);
        }
    }

    /// <summary>Its place is wanted.</summary>
    public void GiveUp()
    {
        IsGivenUp = true;
        _flow.Input.CancelPendingRead();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _clients?.Remove(_place);
    }

    private void End()
    {
        if (_isFlushing)
        {
            _flow.Abort("the client does not take its responses");
        }
        else
        {
            _isOverdue = true;
            _flow.Input.CancelPendingRead();
        }
    }
}
