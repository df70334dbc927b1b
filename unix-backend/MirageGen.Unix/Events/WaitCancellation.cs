namespace MirageGen.Unix.Events;

/// <summary>The cancellation of one wait at a time. A mutable struct: keep it in a field.</summary>
internal struct WaitCancellation
{
    private CancellationTokenRegistration _registration;

    /// <summary>The token of the present wait.</summary>
    public CancellationToken Token { get; private set; }

    /// <summary>A wait begins.</summary>
    public void Begin(ICancellableWait waiter, CancellationToken token)
    {
        if (token.CanBeCanceled)
        {
            Token = token;
            _registration = token.UnsafeRegister(Cancel, waiter);
        }
    }

    /// <summary>The wait has ended.</summary>
    public void End()
    {
        if (Token.CanBeCanceled)
        {
            _ = _registration.Unregister();
            _registration = default;
            Token = default;
        }
    }

    // Tokens are cancelled on any thread. A call that comes late finds another wait or none: the waiter looks at the
    // token of the present one.
    private static void Cancel(object? state)
    {
        var waiter = (ICancellableWait)state!;
        if (waiter.Loop.IsCurrent)
        {
            waiter.CancelWait();
        }
        else
        {
            waiter.Loop.Post(static waiter => ((ICancellableWait)waiter!).CancelWait(), waiter);
        }
    }
}
