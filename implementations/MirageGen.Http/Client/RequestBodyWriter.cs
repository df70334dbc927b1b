using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace MirageGen.Http;

/// <summary>
/// What a function writes a request's body into: of known length, straight into the connection's buffer; otherwise gathered
/// into chunks (RFC 9112 section 7.1).
/// </summary>
/// <param name="output">Where it goes.</param>
/// <param name="length">Octets promised; negative for chunks.</param>
internal sealed class RequestBodyWriter(MessageOutput output, long length) : PipeWriter
{
    private const int ChunkBytes = 8 * 1024;

    private readonly bool _isChunked = length < 0;
    private byte[] _chunk = [];
    private int _count;
    private long _written;
    private bool _isEnded;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _count + output.Unflushed;

    public override Memory<byte> GetMemory(int sizeHint = 0) => _isChunked ? Room(sizeHint) : Checked().GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _isChunked ? Room(sizeHint).Span : Checked().GetSpan(sizeHint);

    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (_isChunked)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, _chunk.Length - _count);
            _count += bytes;
            return;
        }

        if (bytes > length - _written)
        {
            throw new InvalidOperationException($"More was written than the length given to SetBody: {length} octets.");
        }

        _written += bytes;
        Checked().Advance(bytes);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        SendChunk();
        var flushing = output.FlushAsync(cancellationToken);
        return flushing.IsCompletedSuccessfully ? new(new FlushResult(isCanceled: false, output.IsClosed)) : AwaitAsync(flushing);
    }

    /// <summary>Does nothing: a flush ends with its token, or when the connection does.</summary>
    public override void CancelPendingFlush()
    {
    }

    /// <summary>Does nothing: the end is sent when the function's task ends, so that all its writes have been seen.</summary>
    public override void Complete(Exception? exception = null)
    {
    }

    /// <summary>Writes what says that the body was all.</summary>
    /// <param name="trailers">Fields behind it; null for none.</param>
    /// <exception cref="InvalidOperationException">Less was written than promised.</exception>
    public void End(HttpHeaders? trailers)
    {
        SendChunk();
        _isEnded = true;
        if (_isChunked)
        {
            output.WriteLastChunk(trailers);
        }
        else if (_written < length && !output.IsClosed)
        {
            throw new InvalidOperationException($"Less was written than the length given to SetBody: {_written} of {length} octets.");
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FlushResult> AwaitAsync(ValueTask flushing)
    {
        await flushing;
        return new(isCanceled: false, output.IsClosed);
    }

    private MessageOutput Checked() =>
        _isEnded ? throw new InvalidOperationException("The body has ended with the task of the function that writes it.") : output;

    private Memory<byte> Room(int sizeHint)
    {
        Checked();
        sizeHint = Math.Max(sizeHint, 1);
        if (_count > 0 && _count + sizeHint > _chunk.Length)
        {
            SendChunk();
        }

        if (sizeHint > _chunk.Length)
        {
            _chunk = new byte[Math.Max(sizeHint, ChunkBytes)];
        }

        return _chunk.AsMemory(_count);
    }

    private void SendChunk()
    {
        if (_count > 0)
        {
            output.WriteChunk(_chunk.AsSpan(0, _count));
            _count = 0;
        }
    }
}
