using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using MirageGen.Loop;

namespace MirageGen.TestKit;

/// <summary>The reading side of a simulated flow: hands out the very memory its peer wrote into.</summary>
internal sealed class FlowReader : PipeReader, IValueTaskSource<ReadResult>
{
    private readonly SimulatedFlow _flow;
    private readonly ReceiveBuffer _buffer;
    private LoopCompletionCore<ReadResult> _read;
    private CancellationTokenRegistration _registration;
    private string? _resetReason;
    private bool _isReading;
    private bool _isEnded;
    private bool _isCancelRequested;

    public FlowReader(SimulatedFlow flow, FlowMemory memory)
    {
        _flow = flow;
        _buffer = new(memory);
    }

    /// <summary>Whether somebody awaits a read.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Whether the reader has said that it reads no more.</summary>
    public bool IsCompleted { get; private set; }

    public long Arrived => _buffer.Arrived;

    /// <summary>How far the reader has looked: what it has seen without taking it makes room, or it would wait for more in vain.</summary>
    public long Examined => _buffer.Examined;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfNotReadable();
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ReadResult>(cancellationToken);
        }

        if (!_flow.IsGone && TryTake(out var result))
        {
            return new(result);
        }

        if (_resetReason is not null)
        {
            return ValueTask.FromException<ReadResult>(new FlowResetException(_resetReason));
        }

        _read.Reset();
        IsWaiting = true;
        _registration = cancellationToken.UnsafeRegister(
            static (reader, token) => ((FlowReader)reader!).OnCancelled(token), this);
        return new(this, _read.Version);
    }

    public override bool TryRead(out ReadResult result)
    {
        ThrowIfNotReadable();
        result = default;
        if (!_flow.IsGone && TryTake(out result))
        {
            return true;
        }

        return _resetReason is null ? false : throw new FlowResetException(_resetReason);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _flow.World.VerifyOnLoop();
        if (IsCompleted)
        {
            throw new InvalidOperationException("The reader of the flow has been completed.");
        }

        if (!_isReading)
        {
            throw new InvalidOperationException("There is no read to advance; AdvanceTo follows each read once.");
        }

        _buffer.AdvanceTo(consumed, examined);
        _isReading = false;
        if (_flow.IsAborted)
        {
            _buffer.Clear();
        }

        _flow.OnExamined();
    }

    public override void CancelPendingRead()
    {
        _isCancelRequested = true;
        Serve();
    }

    public override void Complete(Exception? exception = null)
    {
        _flow.World.VerifyOnLoop();
        if (IsCompleted)
        {
            return;
        }

        IsCompleted = true;
        _isReading = false;
        if (IsWaiting)
        {
            EndWait();
            _read.SetException(new InvalidOperationException("The reader of the flow has been completed."));
        }

        _buffer.Clear();
        _flow.OnExamined();
        _flow.OnSideCompleted();
    }

    /// <inheritdoc/>
    public override Stream AsStream(bool leaveOpen = false) => new FlowReadStream(this, leaveOpen);

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token) => _read.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _read.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token);

    /// <summary>Takes octets that arrived.</summary>
    /// <returns>A digest of them.</returns>
    public ulong Receive(SendBuffer sent, long count)
    {
        var digest = sent.MoveTo(_buffer, count);
        if (IsCompleted)
        {
            _buffer.Clear();
        }
        else
        {
            Serve();
        }

        return digest;
    }

    /// <summary>The peer has ended its direction.</summary>
    public void End()
    {
        _isEnded = true;
        Serve();
    }

    /// <summary>The flow was reset.</summary>
    /// <param name="reason">What ended it.</param>
    /// <param name="keepsArrived">Whether what has arrived can still be read.</param>
    public void Reset(string reason, bool keepsArrived)
    {
        _resetReason = reason;
        _isEnded &= keepsArrived;
        if (!keepsArrived && !_isReading)
        {
            _buffer.Clear();
        }

        if (IsWaiting && !TryServe())
        {
            EndWait();
            _read.SetException(new FlowResetException(reason));
        }
    }

    private void Serve()
    {
        if (IsWaiting)
        {
            TryServe();
        }
    }

    private bool TryServe()
    {
        if (!TryTake(out var result))
        {
            return false;
        }

        EndWait();
        _read.SetResult(result);
        return true;
    }

    private bool TryTake(out ReadResult result)
    {
        result = default;
        if (!_isCancelRequested && !_isEnded && (!_buffer.HasUnexamined || _flow.IsAborted))
        {
            return false;
        }

        result = new(_buffer.Sequence, _isCancelRequested, _isEnded);
        _isCancelRequested = false;
        _isReading = true;
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
            _read.SetException(new OperationCanceledException(token));
        }
    }

    private void ThrowIfNotReadable()
    {
        _flow.World.VerifyOnLoop();
        if (IsCompleted)
        {
            throw new InvalidOperationException("The reader of the flow has been completed.");
        }

        if (IsWaiting)
        {
            throw new InvalidOperationException("Somebody reads from the flow already.");
        }

        if (_isReading)
        {
            throw new InvalidOperationException("AdvanceTo must follow a read before the next one.");
        }
    }
}
