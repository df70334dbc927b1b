using System.Threading.Tasks.Sources;
using MirageGen.Loop;

namespace MirageGen.Xen.Block;

/// <summary>
/// What a caller waits for: a transfer of any length, a flush or a discard. It is made of as many requests as it takes, completes once,
/// and is used again when its result has been taken.
/// </summary>
internal sealed class BlockTransfer(BlockQueue queue) : IValueTaskSource, ICancellableWait
{
    private LoopCompletionCore<bool> _core;
    private WaitCancellation _cancellation;

    /// <summary>What is asked.</summary>
    public DiskOperation Operation { get; private set; }

    /// <summary>The first octet on the disk.</summary>
    public long Start { get; private set; }

    /// <summary>How many octets; none for a flush.</summary>
    public long Octets { get; private set; }

    /// <summary>The caller's buffers.</summary>
    public TransferBuffers Buffers { get; } = new();

    /// <summary>Octets that requests were made for.</summary>
    public long Issued { get; set; }

    /// <summary>Requests that were not answered yet.</summary>
    public int Unanswered { get; set; }

    /// <summary>What it will fail with when its requests are answered; null as a rule.</summary>
    public Exception? Error { get; set; }

    /// <summary>Whether it waits for requests to be made of it.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>The one that waits before it.</summary>
    public BlockTransfer? Previous { get; set; }

    /// <summary>The one that waits behind it.</summary>
    public BlockTransfer? Next { get; set; }

    /// <inheritdoc/>
    public EventLoop Loop => queue.Loop;

    /// <summary>Begins.</summary>
    public ValueTask Begin(DiskOperation operation, long start, long octets, CancellationToken cancellation)
    {
        (Operation, Start, Octets) = (operation, start, octets);
        _core.Reset();
        _cancellation.Begin(this, cancellation);
        return new(this, _core.Version);
    }

    /// <summary>Ends, with its error if it has one.</summary>
    public void Complete()
    {
        _cancellation.End();
        if (Error is { } error)
        {
            _core.SetException(error);
        }
        else
        {
            _core.SetResult(true);
        }
    }

    /// <inheritdoc/>
    public void CancelWait()
    {
        if (_cancellation.Token.IsCancellationRequested)
        {
            queue.Cancel(this, _cancellation.Token);
        }
    }

    /// <summary>Forgets everything of what it was.</summary>
    public void Clear()
    {
        Buffers.Clear();
        (Issued, Unanswered, Error) = (0, 0, null);
    }

    void IValueTaskSource.GetResult(short token)
    {
        try
        {
            _ = _core.GetResult(token);
        }
        finally
        {
            if (token == _core.Version && _core.IsCompleted)
            {
                // A task awaited twice is found out by its version.
                _core.Reset();
                queue.Return(this);
            }
        }
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token);
}
