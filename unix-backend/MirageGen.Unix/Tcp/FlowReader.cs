using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using MirageGen.Loop;
using MirageGen.Unix.Buffers;
using MirageGen.Unix.Events;

namespace MirageGen.Unix.Tcp;

/// <summary>
/// The input of a flow. Receives on demand only: what nobody has asked for stays with the host, whose window then stops
/// the peer.
/// </summary>
internal sealed class FlowReader : PipeReader, IValueTaskSource<ReadResult>, ICancellableWait
{
    private readonly SocketFlow _flow;
    private ReceiveBuffer _buffer;
    private LoopCompletionCore<ReadResult> _completion;
    private WaitCancellation _cancellation;
    private bool _isWaiting;
    private bool _isHandedOut;
    private bool _isCancelRequested;
    private bool _hasUnexamined;

    public FlowReader(SocketFlow flow)
    {
        _flow = flow;
        _buffer = new(flow.Loop.Segments);
    }

    /// <summary>Whether the application reads no more.</summary>
    public bool IsCompleted { get; private set; }

    EventLoop ICancellableWait.Loop => _flow.Loop;

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
        _flow.AwaitReadable();
        return new(this, _completion.Version);
    }

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        CheckMayRead();
        _flow.LookForInput();
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

        var examinedOctets = _buffer.OffsetOf(examined);
        if (examinedOctets < _buffer.OffsetOf(consumed))
        {
            throw new InvalidOperationException("More was consumed than examined.");
        }

        _isHandedOut = false;
        _hasUnexamined = examinedOctets < _buffer.Length;
        _buffer.Consume(consumed);
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
        _buffer.Release();
        if (_isWaiting)
        {
            EndWait();
            _completion.SetException(AfterCompletion());
        }

        _flow.OnInputCompleted();
    }

    /// <summary>There may be something to receive, or the flow has ended: completes the read that waits, if one does.</summary>
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

        _flow.AwaitReadable();
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

    private bool TryFinish(out ReadResult result)
    {
        if (_isCancelRequested)
        {
            _isCancelRequested = false;
            result = HandOut(isCanceled: true);
            return true;
        }

        if (_hasUnexamined || TryReceive() || _flow.HasEnded)
        {
            result = HandOut(isCanceled: false);
            return true;
        }

        _flow.ThrowIfDrainedAndBroken();
        result = default;
        return false;
    }

    private bool TryReceive()
    {
        if (!_flow.MayReceive())
        {
            return false;
        }

        var status = _flow.Receive(_buffer.Reserve(), out var count);
        _buffer.Commit(count);
        _hasUnexamined = status == TransferStatus.Done;
        return _hasUnexamined;
    }

    private ReadResult HandOut(bool isCanceled)
    {
        _isHandedOut = true;
        return new(_buffer.Sequence, isCanceled, _flow.HasEnded);
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
