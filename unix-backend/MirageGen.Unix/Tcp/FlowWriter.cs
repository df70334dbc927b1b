using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using MirageGen.Loop;
using MirageGen.Unix.Buffers;
using MirageGen.Unix.Events;

namespace MirageGen.Unix.Tcp;

/// <summary>
/// The output of a flow. A flush hands everything to the host at once and completes when the host has taken it all: the
/// host's send buffer is the room, what it does not take is the back-pressure.
/// </summary>
internal sealed class FlowWriter : PipeWriter, IValueTaskSource<FlushResult>, ICancellableWait
{
    private readonly SocketFlow _flow;
    private SendQueue _queue;
    private LoopCompletionCore<FlushResult> _completion;
    private WaitCancellation _cancellation;
    private bool _isWaiting;
    private bool _isCancelRequested;

    public FlowWriter(SocketFlow flow)
    {
        _flow = flow;
        _queue = new(flow.Loop.Segments);
    }

    /// <summary>Whether the application writes no more.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>Whether nothing more is to be sent, ever.</summary>
    public bool IsDone => IsCompleted && _queue.Sendable == 0;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => _queue.Unflushed;

    EventLoop ICancellableWait.Loop => _flow.Loop;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        CheckMayWrite();
        return _queue.Lease(sizeHint).RoomMemory;
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        CheckMayWrite();
        return _queue.Lease(sizeHint).Room;
    }

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        CheckMayWrite();
        _queue.Advance(bytes);
    }

    /// <summary>Adds memory that never changes.</summary>
    public void WriteImmutable(ReadOnlyMemory<byte> data)
    {
        CheckMayWrite();
        _queue.Refer(data);
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        CheckMayWrite();
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<FlushResult>(cancellationToken);
        }

        _queue.Flush();
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
        _queue.Copy(source.Span);
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
        if (exception is not null)
        {
            _flow.Abort(exception.Message);
        }

        _queue.Flush();
        _queue.EndLease();
        Send();
        if (_isWaiting)
        {
            EndWait();
            _completion.SetException(AfterCompletion());
        }

        _flow.OnOutputCompleted();
    }

    /// <summary>The host may take more, or the flow has ended: sends, and completes the flush that waits, if one does.</summary>
    /// <param name="sent">What the host has taken already, from the front.</param>
    public void Pump(int sent = 0)
    {
        _queue.Consume(sent);
        Send();
        if (_isWaiting)
        {
            FinishWait();
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

    private void Send()
    {
        while (_queue.Sendable > 0 && _flow.MaySend())
        {
            _flow.Send(ref _queue);
        }

        if (_flow.IsBroken)
        {
            _queue.Release();
        }
        else if (_queue.Sendable > 0)
        {
            _flow.AwaitWritable(ref _queue);
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

        _flow.ThrowIfBroken();
        return _queue.Sendable == 0 && _flow.MayGoOnSending();
    }

    private void FinishWait()
    {
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

    private void EndWait()
    {
        _isWaiting = false;
        _cancellation.End();
    }

    private void CheckMayWrite()
    {
        if (IsCompleted)
        {
            throw AfterCompletion();
        }
    }

    private static InvalidOperationException AfterCompletion() => new("The output has been completed: nothing more is written to it.");
}
