using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using MirageGen.Loop;

namespace MirageGen;

/// <summary>
/// The output of a flow, for whoever makes flows: one flush at a time, its cancellation, and its completion on the loop,
/// without allocation. Derived classes have the octets.
/// </summary>
public abstract class FlowOutput : PipeWriter, IValueTaskSource<FlushResult>, ICancellableWait
{
    private readonly EventLoop _loop;
    private LoopCompletionCore<FlushResult> _completion;
    private WaitCancellation _cancellation;
    private bool _isWaiting;
    private bool _isCancelRequested;

    /// <summary>Makes an output that is written on a loop.</summary>
    protected FlowOutput(EventLoop loop) => _loop = loop;

    /// <summary>Whether the application writes no more.</summary>
    public bool IsCompleted { get; private set; }

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    EventLoop ICancellableWait.Loop => _loop;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        CheckMayWrite();
        return Lease(sizeHint);
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        CheckMayWrite();
        return Lease(sizeHint).Span;
    }

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        CheckMayWrite();
        Fill(bytes);
    }

    /// <summary>Adds memory that never changes.</summary>
    public void WriteImmutable(ReadOnlyMemory<byte> data)
    {
        CheckMayWrite();
        Refer(data);
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        CheckMayWrite();
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<FlushResult>(cancellationToken);
        }

        Send();
        if (_isWaiting)
        {
            // The flush before was dropped, not awaited: this one takes its place. Had it been awaited, the second
            // await would be refused.
            return new(this, _completion.Version);
        }

        if (TryFinish(out var result))
        {
            return new(result);
        }

        _completion.Reset();
        _isWaiting = true;
        _cancellation.Begin(this, cancellationToken);
        return new(this, _completion.Version);
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        CheckMayWrite();
        Copy(source.Span);
        return FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush()
    {
        if (_isWaiting)
        {
            EndWait();
            _completion.SetResult(new(isCanceled: true, isCompleted: false));
        }
        else
        {
            _isCancelRequested = true;
        }
    }

    /// <inheritdoc/>
    /// <remarks>With an error the flow is aborted: the peer must not take for whole what is not.</remarks>
    public override void Complete(Exception? exception = null)
    {
        if (IsCompleted)
        {
            return;
        }

        IsCompleted = true;
        OnCompleted(exception);
        if (_isWaiting)
        {
            EndWait();
            _completion.SetException(AfterCompletion());
        }
    }

    /// <inheritdoc/>
    public override Stream AsStream(bool leaveOpen = false) => new FlowWriteStream(this, leaveOpen);

    /// <summary>There may be room again, or the flow has ended: completes the flush that waits, if one does.</summary>
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
                EndWait();
                _completion.SetResult(result);
            }
        }
        catch (FlowResetException reset)
        {
            EndWait();
            _completion.SetException(reset);
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

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token);

    /// <summary>Room to write into, behind what was written.</summary>
    /// <param name="leastOctets">Zero for whatever is convenient.</param>
    protected abstract Memory<byte> Lease(int leastOctets);

    /// <summary>So much of the room has been filled.</summary>
    /// <exception cref="InvalidOperationException">It is more than was leased.</exception>
    protected abstract void Fill(int octets);

    /// <summary>Adds memory that never changes.</summary>
    protected abstract void Refer(ReadOnlyMemory<byte> data);

    /// <summary>Adds a copy.</summary>
    protected abstract void Copy(ReadOnlySpan<byte> octets);

    /// <summary>Lets everything written be sent.</summary>
    protected abstract void Send();

    /// <summary>Whether more may be written without waiting.</summary>
    /// <param name="isEnded">Whether the peer takes no more.</param>
    /// <exception cref="FlowResetException">The flow was reset.</exception>
    protected abstract bool HasRoom(out bool isEnded);

    /// <summary>The application writes no more: everything written is to be sent, and then the end.</summary>
    /// <param name="error">When there is one, the flow is to be aborted instead.</param>
    protected abstract void OnCompleted(Exception? error);

    /// <summary>Refuses to write once the output was completed.</summary>
    /// <exception cref="InvalidOperationException">It was.</exception>
    protected void CheckMayWrite()
    {
        if (IsCompleted)
        {
            throw AfterCompletion();
        }
    }

    private bool TryFinish(out FlushResult result)
    {
        result = default;
        if (_isCancelRequested)
        {
            _isCancelRequested = false;
            result = new(isCanceled: true, isCompleted: false);
            return true;
        }

        if (!HasRoom(out var isEnded))
        {
            return false;
        }

        result = new(isCanceled: false, isEnded);
        return true;
    }

    private void EndWait()
    {
        _isWaiting = false;
        _cancellation.End();
    }

    private static InvalidOperationException AfterCompletion() => new("The output has been completed: nothing more is written to it.");
}
