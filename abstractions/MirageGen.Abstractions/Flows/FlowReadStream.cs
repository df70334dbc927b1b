using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using MirageGen.Loop;

namespace MirageGen;

/// <summary>
/// The stream over a flow's input, for <see cref="PipeReader.AsStream"/> to return. .NET's own awaits the reader in a
/// helper with <c>ConfigureAwait(false)</c>, which on a loop sends its caller's caller to the thread pool; this one
/// completes its caller itself, on the loop, so that <c>ReadExactlyAsync</c> and <c>CopyToAsync</c> stay there.
/// </summary>
/// <param name="reader">Whence octets come.</param>
/// <param name="leaveOpen">Whether disposing the stream leaves the reader uncompleted.</param>
public sealed class FlowReadStream(PipeReader reader, bool leaveOpen = false) : Stream, IValueTaskSource<int>
{
    private readonly PipeReader _reader = reader ?? throw new ArgumentNullException(nameof(reader));
    private LoopCompletionCore<int> _completion;
    private ValueTaskAwaiter<ReadResult> _pending;
    private Memory<byte> _destination;
    private Action? _onRead;
    private bool _isDisposed;

    /// <inheritdoc/>
    public override bool CanRead => !_isDisposed;

    /// <summary>False.</summary>
    public override bool CanSeek => false;

    /// <summary>False.</summary>
    public override bool CanWrite => false;

    /// <summary>Not supported.</summary>
    public override long Length => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Complete(_reader.ReadAsync(cancellationToken), buffer);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Not supported: a loop is never blocked.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A flow is not read by blocking the loop; use ReadAsync.");

    /// <summary>Not supported: a reader does not write.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Not supported.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Does nothing.</summary>
    public override void Flush()
    {
    }

    int IValueTaskSource<int>.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed && !leaveOpen)
        {
            _reader.Complete();
        }

        _isDisposed = true;
        base.Dispose(disposing);
    }

    private ValueTask<int> Complete(ValueTask<ReadResult> read, Memory<byte> destination)
    {
        _pending = read.GetAwaiter();
        if (_pending.IsCompleted)
        {
            return new(Take(_pending.GetResult(), destination));
        }

        _destination = destination;
        _completion.Reset();
        var version = _completion.Version;
        _pending.UnsafeOnCompleted(_onRead ??= OnRead);
        return new(this, version);
    }

    private void OnRead()
    {
        int count;
        try
        {
            count = Take(_pending.GetResult(), _destination);
        }
#pragma warning disable CA1031 // Whatever ended the read, its caller shall see it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _completion.SetException(error);
            return;
        }

        _completion.SetResult(count);
    }

    private int Take(in ReadResult result, Memory<byte> destination)
    {
        var count = (int)Math.Min(result.Buffer.Length, destination.Length);
        var taken = result.Buffer.Slice(0, count);
        taken.CopyTo(destination.Span);
        _reader.AdvanceTo(taken.End);
        return result.IsCanceled && count == 0
            ? throw new OperationCanceledException("The read of the flow was cancelled.")
            : count;
    }
}
