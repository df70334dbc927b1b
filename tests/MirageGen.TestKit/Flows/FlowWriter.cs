using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using MirageGen.Loop;

namespace MirageGen.TestKit;

/// <summary>The writing side of a simulated flow.</summary>
internal sealed class FlowWriter : PipeWriter, IValueTaskSource<FlushResult>
{
    private readonly SimulatedFlow _flow;
    private readonly FlowTransit _transit;
    private LoopCompletionCore<FlushResult> _flush;
    private CancellationTokenRegistration _registration;
    private string? _resetReason;
    private int _granted = -1;
    private bool _isCancelRequested;

    public FlowWriter(SimulatedFlow flow, FlowTransit transit)
    {
        _flow = flow;
        _transit = transit;
    }

    /// <summary>Whether somebody awaits a flush.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Whether the writer has said that it writes no more.</summary>
    public bool IsCompleted { get; private set; }

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _transit.Unflushed;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        ThrowIfNotWritable();
        var memory = _transit.Buffer.GetMemory(sizeHint);
        _granted = memory.Length;
        return memory;
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        ThrowIfNotWritable();
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (bytes > _granted)
        {
            throw new InvalidOperationException(
                $"Advance({bytes}): GetMemory has handed out {Math.Max(_granted, 0)} octets since the last Advance.");
        }

        _granted = -1;
        _transit.Buffer.Advance(bytes);
    }

    public void WriteImmutable(ReadOnlyMemory<byte> data)
    {
        ThrowIfNotWritable();
        _granted = -1;
        _transit.Buffer.AppendImmutable(data);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfNotWritable();
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<FlushResult>(cancellationToken);
        }

        if (_resetReason is not null)
        {
            _transit.DropWritten();
            return ValueTask.FromException<FlushResult>(new FlowResetException(_resetReason));
        }

        _transit.Flush();
        if (IsWaiting)
        {
            // The flush before was dropped: this one takes its place. Had it been awaited, the second await is refused.
            return new(this, _flush.Version);
        }

        if (!_flow.IsGone && TryTake(out var result))
        {
            return new(result);
        }

        _flush.Reset();
        IsWaiting = true;
        _registration = cancellationToken.UnsafeRegister(
            static (writer, token) => ((FlowWriter)writer!).OnCancelled(token), this);
        return new(this, _flush.Version);
    }

    public override void CancelPendingFlush()
    {
        _isCancelRequested = true;
        Serve();
    }

    /// <summary>
    /// Ends the direction in order after the rest; with an exception, resets the flow, because a stream that was not
    /// finished must not look finished.
    /// </summary>
    public override void Complete(Exception? exception = null)
    {
        _flow.World.VerifyOnLoop();
        if (IsCompleted)
        {
            return;
        }

        if (exception is not null)
        {
            _flow.Abort(exception.Message);
        }

        IsCompleted = true;
        if (_resetReason is not null)
        {
            _transit.DropWritten();
            _transit.Buffer.Seal();
        }
        else
        {
            _transit.Finish();
        }

        if (IsWaiting)
        {
            EndWait();
            _flush.SetException(AfterCompletion());
        }

        _flow.OnSideCompleted();
    }

    /// <inheritdoc/>
    public override Stream AsStream(bool leaveOpen = false) => new FlowWriteStream(this, leaveOpen);

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token) => _flush.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _flush.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _flush.OnCompleted(continuation, state, token);

    /// <summary>Completes a flush that waits, if it can go on now.</summary>
    public void Serve()
    {
        if (IsWaiting && TryTake(out var result))
        {
            EndWait();
            _flush.SetResult(result);
        }
    }

    /// <summary>The flow was reset.</summary>
    public void Reset(string reason)
    {
        _resetReason = reason;
        if (IsWaiting)
        {
            EndWait();
            _flush.SetException(new FlowResetException(reason));
        }
    }

    private bool TryTake(out FlushResult result)
    {
        result = new(_isCancelRequested, _transit.PeerTakesNoMore);
        if (!_isCancelRequested && !_transit.PeerTakesNoMore && !_transit.HasRoom)
        {
            return false;
        }

        _isCancelRequested = false;
        return true;
    }

    private void EndWait()
    {
        IsWaiting = false;
        _registration.Dispose();
        _registration = default;
    }

    private void OnCancelled(CancellationToken token)
    {
        _flow.World.VerifyOnLoop();
        if (IsWaiting)
        {
            EndWait();
            _flush.SetException(new OperationCanceledException(token));
        }
    }

    private void ThrowIfNotWritable()
    {
        _flow.World.VerifyOnLoop();
        if (IsCompleted)
        {
            throw AfterCompletion();
        }
    }

    private static InvalidOperationException AfterCompletion() => new("The writer of the flow has been completed.");
}
