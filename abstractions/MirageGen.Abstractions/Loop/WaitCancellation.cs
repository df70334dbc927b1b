namespace MirageGen.Loop;

/// <summary>
/// The cancellation of one wait at a time, for devices that are awaited. Allocates nothing where the token cannot be
/// cancelled. A mutable struct: keep it in a field, never copy it.
/// </summary>
public struct WaitCancellation
{
    private CancellationTokenRegistration _registration;

    /// <summary>The token of the present wait; one that cannot be cancelled while there is none.</summary>
    public CancellationToken Token { get; private set; }

    /// <summary>A wait begins.</summary>
    /// <param name="waiter">Told, on its loop, when the token is cancelled.</param>
    /// <param name="token">The wait's token.</param>
    public void Begin(ICancellableWait waiter, CancellationToken token)
    {
        if (token.CanBeCanceled)
        {
            Token = token;
            _registration = token.UnsafeRegister(Cancel, waiter);
        }
    }

    /// <summary>The wait has ended, one way or another.</summary>
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
