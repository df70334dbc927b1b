using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace MirageGen.Http;

/// <summary>
/// A message's body as a <see cref="PipeReader"/> over the connection it arrives on: what is not read stays there, and
/// holds the peer back. Reused from message to message.
/// </summary>
internal abstract class BodyReader : PipeReader
{
    private IBodySource? _source;
    private bool _isCanceled;
    private bool _isWaiting;
    private bool _isOwnResult;
    private bool _isReading;
    private bool _isDone;
    private SequencePosition _start;

    /// <summary>Whether the connection is behind the body: another message may follow.</summary>
    public abstract bool IsFinished { get; }

    /// <summary>Whether a read has begun that its caller neither awaited nor ended.</summary>
    public bool IsBusy => _isWaiting;

    /// <summary>Whether anything was asked of it.</summary>
    public bool HasBeenRead { get; private set; }

    /// <summary>Octets known to be still to come; zero when unknown.</summary>
    public virtual long KnownRest => 0;

    protected IBodySource Source => _source ?? throw new InvalidOperationException("The exchange has ended; its body cannot be read.");

    public sealed override bool TryRead(out ReadResult result)
    {
        ThrowIfNotReadable();
        HasBeenRead = true;
        _isOwnResult = TryTakeReady(out result);
        _isReading |= _isOwnResult;
        if (_isOwnResult)
        {
            return true;
        }

        while (TryReadSource(out var arrived))
        {
            if (TryAcceptOrCancel(arrived, out result))
            {
                return true;
            }
        }

        return false;
    }

    public sealed override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        TryRead(out var result) ? new(result) : WaitAsync(cancellationToken);

    public sealed override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public sealed override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (!_isReading)
        {
            throw new InvalidOperationException("There is no read to be answered by AdvanceTo.");
        }

        _isReading = false;
        Advance(consumed, examined, _isOwnResult);
    }

    public sealed override void CancelPendingRead()
    {
        _isCanceled = true;
        _source?.Input.CancelPendingRead();
    }

    public sealed override void Complete(Exception? exception = null)
    {
        _isDone = true;
        GiveBack();
    }

    public sealed override Stream AsStream(bool leaveOpen = false) => new FlowReadStream(this, leaveOpen);

    /// <summary>Lets go of a result that was never answered, so that the connection can be read on.</summary>
    public void GiveBack()
    {
        if (_isReading)
        {
            _isReading = false;
            Advance(_start, _start, _isOwnResult);
        }
    }

    /// <summary>Reads and drops what is left.</summary>
    /// <param name="most">Octets after which it is given up.</param>
    /// <returns>Whether the connection is behind the body.</returns>
    public async ValueTask<bool> DrainAsync(long most)
    {
        GiveBack();
        _isDone = false;
        while (!IsFinished && KnownRest <= most)
        {
            var result = await ReadAsync();
            most -= result.Buffer.Length;
            AdvanceTo(result.Buffer.End);
            if (result.IsCompleted || result.IsCanceled)
            {
                break;
            }
        }

        return IsFinished;
    }

    /// <summary>Forgets the message.</summary>
    public void End() => _source = null;

    protected void Begin(IBodySource source)
    {
        _source = source;
        _isCanceled = false;
        _isWaiting = false;
        _isReading = false;
        _isDone = false;
        HasBeenRead = false;
    }

    /// <summary>A result that needs nothing from the connection.</summary>
    protected abstract bool TryTakeReady(out ReadResult result);

    /// <summary>Makes a result of what has arrived.</summary>
    /// <returns>False when it comes to nothing yet; the connection has then been advanced.</returns>
    protected abstract bool TryAccept(in ReadResult arrived, out ReadResult result);

    /// <summary>Takes note of what a caller has read.</summary>
    /// <param name="consumed">Up to where it is done with.</param>
    /// <param name="examined">Up to where it has looked.</param>
    /// <param name="isOwn">Whether the result came without the connection, which must then not be advanced.</param>
    protected abstract void Advance(SequencePosition consumed, SequencePosition examined, bool isOwn);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> WaitAsync(CancellationToken cancellation)
    {
        _isWaiting = true;
        try
        {
            await Source.PrepareAsync();
            while (true)
            {
                var arrived = await ReadSourceAsync(cancellation);
                if (TryAcceptOrCancel(arrived, out var result))
                {
                    return result;
                }
            }
        }
        finally
        {
            _isWaiting = false;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ReadSourceAsync(CancellationToken cancellation)
    {
        var source = Source;
        source.BeginBodyWait();
        try
        {
            return await source.Input.ReadAsync(cancellation);
        }
        catch (FlowResetException error)
        {
            throw source.MarkLost(error);
        }
        finally
        {
            source.EndBodyWait();
        }
    }

    private bool TryReadSource(out ReadResult arrived)
    {
        try
        {
            return Source.Input.TryRead(out arrived);
        }
        catch (FlowResetException error)
        {
            throw Source.MarkLost(error);
        }
    }

    private bool TryAcceptOrCancel(in ReadResult arrived, out ReadResult result)
    {
        if (!arrived.IsCanceled)
        {
            _isReading = TryAccept(arrived, out result);
            _start = result.Buffer.Start;
            return _isReading;
        }

        Source.Input.AdvanceTo(arrived.Buffer.Start);
        if (Source.TakeInterruption() is { } interruption)
        {
            throw interruption;
        }

        result = new(default, isCanceled: _isCanceled, isCompleted: false);
        _isReading = _isOwnResult = _isCanceled;
        _isCanceled = false;
        return _isReading;
    }

    private void ThrowIfNotReadable()
    {
        _ = Source;
        if (_isDone)
        {
            throw new InvalidOperationException("The body's reader has been completed.");
        }
    }
}
