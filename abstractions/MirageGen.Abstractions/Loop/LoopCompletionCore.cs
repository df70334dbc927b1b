using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;

namespace MirageGen.Loop;

/// <summary>
/// What a device needs to be awaited without allocation: the state of an <see cref="IValueTaskSource{TResult}"/> that
/// resumes its waiter through the loop's ready queue. A mutable struct: keep it in a field, never copy it.
/// </summary>
/// <remarks>
/// <see cref="ManualResetValueTaskSourceCore{TResult}"/> posts to the captured synchronization context even when it
/// completes on that very loop, with an allocation each time; and resuming inline would nest without end. This one
/// always enqueues, and only on the loop's thread.
/// </remarks>
/// <typeparam name="TResult">What is awaited.</typeparam>
public struct LoopCompletionCore<TResult>
{
    private static readonly Action<object?> Completed = static _ => { };

    private Action<object?>? _continuation;
    private object? _state;
    private EventLoop? _loop;
    private ExceptionDispatchInfo? _error;
    private TResult? _result;
    private short _version;

    /// <summary>The token of the <see cref="ValueTask{TResult}"/> to hand out now.</summary>
    public readonly short Version => _version;

    /// <summary>Whether a result or an error has been set since the last <see cref="Reset"/>.</summary>
    public readonly bool IsCompleted => ReferenceEquals(_continuation, Completed);

    /// <summary>Begins anew; tasks handed out before are invalid from here on.</summary>
    public void Reset()
    {
        _version++;
        _continuation = null;
        _state = null;
        _loop = null;
        _error = null;
        _result = default;
    }

    /// <summary>Completes with a result.</summary>
    /// <exception cref="InvalidOperationException">It is complete already.</exception>
    public void SetResult(TResult result)
    {
        CheckPending();
        _result = result;
        Complete();
    }

    /// <summary>Completes with an error.</summary>
    /// <exception cref="InvalidOperationException">It is complete already.</exception>
    public void SetException(Exception error)
    {
        CheckPending();
        _error = ExceptionDispatchInfo.Capture(error);
        Complete();
    }

    /// <summary>For <see cref="IValueTaskSource{TResult}.GetStatus"/>.</summary>
    public readonly ValueTaskSourceStatus GetStatus(short token)
    {
        Check(token);
        return !IsCompleted ? ValueTaskSourceStatus.Pending
            : _error is null ? ValueTaskSourceStatus.Succeeded
            : _error.SourceException is OperationCanceledException ? ValueTaskSourceStatus.Canceled
            : ValueTaskSourceStatus.Faulted;
    }

    /// <summary>For <see cref="IValueTaskSource{TResult}.GetResult"/>.</summary>
    public readonly TResult GetResult(short token)
    {
        Check(token);
        if (!IsCompleted)
        {
            throw new InvalidOperationException("The operation has not completed.");
        }

        _error?.Throw();
        return _result!;
    }

    /// <summary>For <see cref="IValueTaskSource{TResult}.OnCompleted"/>; the flags are of no consequence on a loop.</summary>
    public void OnCompleted(Action<object?> continuation, object? state, short token)
    {
        Check(token);
        var loop = EventLoop.Current ?? throw new InvalidOperationException("A device was awaited off its loop.");
        if (IsCompleted)
        {
            loop.Enqueue(continuation, state);
        }
        else if (_continuation is not null)
        {
            throw new InvalidOperationException("The operation is awaited already.");
        }
        else
        {
            _continuation = continuation;
            _state = state;
            _loop = loop;
        }
    }

    private readonly void CheckPending()
    {
        // Before anything is written: what the first completion gave is what the waiter gets.
        if (IsCompleted)
        {
            throw new InvalidOperationException("The operation has completed already.");
        }
    }

    private void Complete()
    {
        var continuation = _continuation;
        _continuation = Completed;
        if (continuation is not null)
        {
            _loop!.Enqueue(continuation, _state);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Check(short token)
    {
        if (token != _version)
        {
            ThrowStale();
        }
    }

    private static void ThrowStale() =>
        throw new InvalidOperationException("The ValueTask was awaited twice, or after its operation was reused.");
}
