using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using MirageGen.Loop;

namespace MirageGen;

/// <summary>
/// The stream over a flow's output, for <see cref="PipeWriter.AsStream"/> to return; see <see cref="FlowReadStream"/> for
/// why .NET's own will not do. Every write is flushed, so that back-pressure is felt.
/// </summary>
/// <param name="writer">Whereto octets go.</param>
/// <param name="leaveOpen">Whether disposing the stream leaves the writer uncompleted.</param>
public sealed class FlowWriteStream(PipeWriter writer, bool leaveOpen = false) : Stream, IValueTaskSource
{
    private readonly PipeWriter _writer = writer ?? throw new ArgumentNullException(nameof(writer));
    private LoopCompletionCore<bool> _completion;
    private ValueTaskAwaiter<FlushResult> _pending;
    private Action? _onFlushed;
    private bool _isDisposed;

    /// <summary>False.</summary>
    public override bool CanRead => false;

    /// <summary>False.</summary>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => !_isDisposed;

    /// <summary>Not supported.</summary>
    public override long Length => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Complete(_writer.WriteAsync(buffer, cancellationToken));
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Complete(_writer.FlushAsync(cancellationToken)).AsTask();
    }

    /// <summary>Not supported: a loop is never blocked.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A flow is not written by blocking the loop; use WriteAsync.");

    /// <summary>Does nothing: what was written has been sent.</summary>
    public override void Flush()
    {
    }

    /// <summary>Not supported: a writer does not read.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void SetLength(long value) => throw new NotSupportedException();

    void IValueTaskSource.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed && !leaveOpen)
        {
            _writer.Complete();
        }

        _isDisposed = true;
        base.Dispose(disposing);
    }

    private ValueTask Complete(ValueTask<FlushResult> flush)
    {
        _pending = flush.GetAwaiter();
        if (_pending.IsCompleted)
        {
            Verify(_pending.GetResult());
            return default;
        }

        _completion.Reset();
        var version = _completion.Version;
        _pending.UnsafeOnCompleted(_onFlushed ??= OnFlushed);
        return new(this, version);
    }

    private void OnFlushed()
    {
        try
        {
            Verify(_pending.GetResult());
        }
#pragma warning disable CA1031 // Whatever ended the flush, its caller shall see it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _completion.SetException(error);
            return;
        }

        _completion.SetResult(true);
    }

    private static void Verify(in FlushResult result)
    {
        if (result.IsCanceled)
        {
            throw new OperationCanceledException("The flush of the flow was cancelled.");
        }
    }
}
