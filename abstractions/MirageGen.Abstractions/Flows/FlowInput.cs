using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using MirageGen.Loop;

namespace MirageGen;

/// <summary>
/// The input of a flow, for whoever makes flows: one read at a time, its cancellation, and its completion on the loop,
/// without allocation. Derived classes have the octets.
/// </summary>
public abstract class FlowInput : PipeReader, IValueTaskSource<ReadResult>, ICancellableWait
{
    private readonly EventLoop _loop;
    private LoopCompletionCore<ReadResult> _completion;
    private WaitCancellation _cancellation;
    private bool _isWaiting;
    private bool _isHandedOut;
    private bool _isCancelRequested;

    /// <summary>Makes an input that is read on a loop.</summary>
    protected FlowInput(EventLoop loop) => _loop = loop;

    /// <summary>Whether the application reads no more.</summary>
    public bool IsCompleted { get; private set; }

    EventLoop ICancellableWait.Loop => _loop;

    /// <summary>Whether the application holds what a read gave it, until it calls <c>AdvanceTo</c>.</summary>
    protected bool IsHandedOut => _isHandedOut;

    /// <summary>What has arrived and was not consumed. Valid until <see cref="Advance"/>.</summary>
    protected abstract ReadOnlySequence<byte> Arrived { get; }

    /// <summary>Whether the peer has ended in order, and all it sent has arrived.</summary>
    protected abstract bool HasEnded { get; }

    /// <inheritdoc/>
    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        CheckMayRead();
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ReadResult>(cancellationToken);
        }

        if (TryFinish(out var result))
        {
            return new(result);
        }

        _completion.Reset();
        _isWaiting = true;
        _cancellation.Begin(this, cancellationToken);
        OnWaiting();
        return new(this, _completion.Version);
    }

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        CheckMayRead();
        OnTrying();
        return TryFinish(out result);
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (!_isHandedOut)
        {
            throw new InvalidOperationException("There is no read to advance: AdvanceTo follows each ReadAsync once.");
        }

        Advance(consumed, examined);
        _isHandedOut = false;
        OnAdvanced();
    }

    /// <inheritdoc/>
    public override void CancelPendingRead()
    {
        if (_isWaiting)
        {
            Finish(HandOut(isCanceled: true));
        }
        else
        {
            _isCancelRequested = true;
        }
    }

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        if (IsCompleted)
        {
            return;
        }

        IsCompleted = true;
        _isHandedOut = false;
        if (_isWaiting)
        {
            EndWait();
            _completion.SetException(AfterCompletion());
        }

        OnCompleted();
    }

    /// <inheritdoc/>
    public override Stream AsStream(bool leaveOpen = false) => new FlowReadStream(this, leaveOpen);

    /// <summary>Something has arrived, or the flow has ended: completes the read that waits, if one does.</summary>
    public void Pump()
    {
        if (!_isWaiting)
        {
            return;
        }

        try
        {
            if (TryFinish(out var result))
            {
                Finish(result);
                return;
            }
        }
        catch (FlowResetException reset)
        {
            EndWait();
            _completion.SetException(reset);
            return;
        }

        OnWaiting();
    }

    void ICancellableWait.CancelWait()
    {
        if (_isWaiting && _cancellation.Token is { IsCancellationRequested: true } token)
        {
            EndWait();
            _completion.SetException(new OperationCanceledException(token));
        }
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token);

    /// <summary>Whether there is something that the application has not examined yet; receives it where one has to ask.</summary>
    protected abstract bool HasNews();

    /// <summary>Ends a read for which there is nothing and never will be.</summary>
    /// <exception cref="FlowResetException">The flow was reset, and what had arrived before has been read.</exception>
    protected abstract void ThrowIfReset();

    /// <summary>The application has taken octets and looked at more.</summary>
    /// <param name="consumed">A position in <see cref="Arrived"/>: what lies before it is done with.</param>
    /// <param name="examined">What lies before this is no news any more.</param>
    /// <exception cref="InvalidOperationException">The positions are none of its own, or in the wrong order.</exception>
    protected abstract void Advance(SequencePosition consumed, SequencePosition examined);

    /// <summary>The application has let go of what it held.</summary>
    protected virtual void OnAdvanced()
    {
    }

    /// <summary>The application is about to try without waiting.</summary>
    protected virtual void OnTrying()
    {
    }

    /// <summary>A read waits: when there is something, <see cref="Pump"/> is to be called.</summary>
    protected virtual void OnWaiting()
    {
    }

    /// <summary>The application reads no more: what arrived, and what still arrives, is dropped.</summary>
    protected abstract void OnCompleted();

    private bool TryFinish(out ReadResult result)
    {
        if (_isCancelRequested)
        {
            _isCancelRequested = false;
            result = HandOut(isCanceled: true);
            return true;
        }

        if (HasNews() || HasEnded)
        {
            result = HandOut(isCanceled: false);
            return true;
        }

        ThrowIfReset();
        result = default;
        return false;
    }

    private ReadResult HandOut(bool isCanceled)
    {
        _isHandedOut = true;
        return new(Arrived, isCanceled, HasEnded);
    }

    private void Finish(in ReadResult result)
    {
        EndWait();
        _completion.SetResult(result);
    }

    private void EndWait()
    {
        _isWaiting = false;
        _cancellation.End();
    }

    private void CheckMayRead()
    {
        if (IsCompleted)
        {
            throw AfterCompletion();
        }

        if (_isWaiting || _isHandedOut)
        {
            throw new InvalidOperationException("A read is under way already, or was not followed by AdvanceTo.");
        }
    }

    private static InvalidOperationException AfterCompletion() => new("The input has been completed: it is not read any more.");
}
