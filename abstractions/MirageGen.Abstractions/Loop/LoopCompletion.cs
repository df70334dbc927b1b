using System.Threading.Tasks.Sources;

namespace MirageGen.Loop;

/// <summary>
/// A reusable awaitable for one waiter at a time: a device hands out <see cref="Task"/>, completes it, and begins anew.
/// Allocates nothing after it is made.
/// </summary>
/// <typeparam name="TResult">What is awaited.</typeparam>
public sealed class LoopCompletion<TResult> : IValueTaskSource<TResult>, IValueTaskSource
{
    private LoopCompletionCore<TResult> _core;

    /// <summary>What to await. Await it once.</summary>
    public ValueTask<TResult> Task => new(this, _core.Version);

    /// <summary>The same without its result. Await one of the two, once.</summary>
    public ValueTask UntypedTask => new(this, _core.Version);

    /// <summary>Whether a result or an error has been set since the last <see cref="Reset"/>.</summary>
    public bool IsCompleted => _core.IsCompleted;

    /// <summary>Begins anew; tasks handed out before are invalid from here on.</summary>
    public void Reset() => _core.Reset();

    /// <summary>Completes with a result.</summary>
    public void SetResult(TResult result) => _core.SetResult(result);

    /// <summary>Completes with an error.</summary>
    public void SetException(Exception error) => _core.SetException(error);

    TResult IValueTaskSource<TResult>.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<TResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token);

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token);
}
