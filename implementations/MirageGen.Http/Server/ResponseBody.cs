using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>
/// Writes a response's body in one of four ways: kept until its length is known, straight into the connection's buffer, in
/// chunks, or not at all.
/// </summary>
internal sealed class ResponseBody(HttpResponse response) : PipeWriter
{
    private const int SmallestBufferBytes = 1024;
    private const int ChunkBytes = 8 * 1024;
    private const int LargestKeptBytes = 16 * 1024;

    private MessageOutput? _output;
    private byte[] _buffer = [];
    private int _count;
    private long _written;
    private Mode _mode;

    private enum Mode : byte
    {
        /// <summary>Kept: nothing has been sent.</summary>
        Kept,

        /// <summary>Straight into the connection's buffer.</summary>
        Direct,

        /// <summary>Gathered into chunks.</summary>
        Chunks,

        /// <summary>Counted and dropped.</summary>
        Dropped,

        /// <summary>No more may be written.</summary>
        Ended,
    }

    public bool HasEnded => _mode == Mode.Ended;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _count + (_mode == Mode.Kept ? 0 : Output.Unflushed);

    private MessageOutput Output => _output ?? throw new InvalidOperationException("The exchange has ended.");

    public void Begin(ServerConnection connection) => _output = connection.Output;

    /// <summary>Forgets what was kept.</summary>
    public void Clear()
    {
        _count = 0;
        _written = 0;
        _mode = Mode.Kept;
        _buffer = _buffer.Length > LargestKeptBytes ? [] : _buffer;
    }

    public void End() => _output = null;

    public void MarkEnded() => _mode = Mode.Ended;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        sizeHint = Math.Max(sizeHint, 1);
        Prepare(sizeHint);
        return _mode == Mode.Direct ? Output.GetMemory(sizeHint) : Room(sizeHint);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        sizeHint = Math.Max(sizeHint, 1);
        Prepare(sizeHint);
        return _mode == Mode.Direct ? Output.GetSpan(sizeHint) : Room(sizeHint).Span;
    }

    public override void Advance(int bytes)
    {
        Count(bytes);
        switch (_mode)
        {
            case Mode.Direct:
                Output.Advance(bytes);
                break;
            case Mode.Dropped:
                break;
            default:
                _count += bytes;
                break;
        }
    }

    /// <summary>Writes octets; large ones without gathering them first.</summary>
    public void Write(ReadOnlySpan<byte> octets)
    {
        Prepare(octets.Length);
        switch (_mode)
        {
            case Mode.Kept:
            case Mode.Chunks when octets.Length <= ChunkBytes:
                octets.CopyTo(Room(octets.Length).Span);
                Advance(octets.Length);
                break;
            case Mode.Chunks:
                Count(octets.Length);
                SendChunk();
                Output.WriteChunk(octets);
                break;
            case Mode.Direct:
                Count(octets.Length);
                Output.Write(octets);
                break;
            default:
                Count(octets.Length);
                break;
        }
    }

    /// <summary>Writes octets that never change.</summary>
    public void WriteImmutable(ReadOnlyMemory<byte> octets)
    {
        if (octets.Length <= ChunkBytes)
        {
            Write(octets.Span);
            return;
        }

        Prepare(octets.Length);
        Count(octets.Length);
        switch (_mode)
        {
            case Mode.Kept:
                Start();
                WriteImmutableStarted(octets);
                break;
            case Mode.Dropped:
                break;
            default:
                WriteImmutableStarted(octets);
                break;
        }
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        var sending = SendAsync(cancellationToken);
        return sending.IsCompletedSuccessfully
            ? default
            : AwaitFlushAsync(sending);
    }

    /// <summary>Sends the head and all that was written.</summary>
    public ValueTask SendAsync(CancellationToken cancellation)
    {
        if (_mode == Mode.Ended)
        {
            return default;
        }

        if (_mode == Mode.Kept)
        {
            Start();
        }

        SendChunk();
        return Output.FlushAsync(cancellation);
    }

    /// <summary>Flushes when so much was written that more should wait.</summary>
    public ValueTask FlushWhenDueAsync() => Output.MustFlush ? SendAsync(default) : default;

    public override Stream AsStream(bool leaveOpen = false) => new FlowWriteStream(this, leaveOpen);

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
        // The end is sent when the handler's task ends, so that all its writes have been seen.
    }

    /// <summary>Sends what is left, and what says that it was all.</summary>
    public bool TryEnd(HttpHeaders? trailers)
    {
        switch (_mode)
        {
            case Mode.Kept:
                return TryEndKept();
            case Mode.Chunks:
                SendChunk();
                Output.WriteLastChunk(trailers);
                break;
            case Mode.Direct:
                if (_written < (response.ContentLength ?? 0))
                {
                    return false;
                }

                break;
            default:
                break;
        }

        _mode = Mode.Ended;
        return true;
    }

    private bool TryEndKept()
    {
        // What was written before the status was set to one without a body is dropped.
        _count = response.ForbidsBody ? 0 : _count;
        var declared = response.ContentLength;
        if (declared is not null && declared != _count && !response.IsBodiless)
        {
            return false;
        }

        var length = declared ?? _count;
        response.WriteHead(response.HasBodilessStatus ? BodyFraming.None : BodyFraming.Length, length, hasHandlerEnded: true);
        if (!response.IsBodiless)
        {
            Output.Write(_buffer.AsSpan(0, _count));
        }

        _mode = Mode.Ended;
        return true;
    }

    // Pooled, which also keeps it on the loop: what the base library awaits with ConfigureAwait(false), such as CopyToAsync,
    // goes on where a pooled task completes, but a Task's continuation would go to another thread.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<FlushResult> AwaitFlushAsync(ValueTask sending)
    {
        await sending;
        return default;
    }

    /// <summary>Decides how what is about to be written is sent.</summary>
    private void Prepare(int length)
    {
        if (_mode == Mode.Ended)
        {
            throw new InvalidOperationException("The response is complete.");
        }

        if (_mode == Mode.Kept)
        {
            if (response.ForbidsBody)
            {
                throw new InvalidOperationException($"A response {(int)response.Status} has no body.");
            }

            if (response.ContentLength is not null || _count + length > response.Connection.Options.MaxBufferedResponseBytes)
            {
                Start();
            }
        }
    }

    /// <summary>Sends the head, and what was kept as the body's beginning.</summary>
    private void Start()
    {
        var framing = response.HasBodilessStatus ? BodyFraming.None
            : response.ContentLength is not null ? BodyFraming.Length
            : response.Request.Head.MinorVersion == 0 ? BodyFraming.UntilClose
            : BodyFraming.Chunked;
        response.WriteHead(framing, response.ContentLength ?? 0, hasHandlerEnded: false);
        _mode = response.IsBodiless ? Mode.Dropped : framing == BodyFraming.Chunked ? Mode.Chunks : Mode.Direct;
        if (_mode == Mode.Direct)
        {
            Output.Write(_buffer.AsSpan(0, _count));
        }

        _count = _mode == Mode.Chunks ? _count : 0;
    }

    private void WriteImmutableStarted(ReadOnlyMemory<byte> octets)
    {
        if (_mode == Mode.Chunks)
        {
            SendChunk();
            Output.BeginChunk(octets.Length);
            Output.WriteImmutable(octets);
            Output.EndChunk();
        }
        else if (_mode == Mode.Direct)
        {
            Output.WriteImmutable(octets);
        }
    }

    /// <summary>Sends what was gathered as one chunk.</summary>
    private void SendChunk()
    {
        if (_mode != Mode.Chunks || _count == 0)
        {
            return;
        }

        Output.WriteChunk(_buffer.AsSpan(0, _count));
        _count = 0;
    }

    private Memory<byte> Room(int length)
    {
        if (_mode == Mode.Dropped)
        {
            _count = 0;
        }

        if (_mode == Mode.Chunks && _count > 0 && _count + length > ChunkBytes)
        {
            SendChunk();
        }

        if (_count + length > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_count + length, Math.Max(SmallestBufferBytes, _buffer.Length * 2)));
        }

        return _buffer.AsMemory(_count);
    }

    private void Count(int octets)
    {
        if (response.ContentLength is { } declared && _written + octets > declared && !response.IsBodiless)
        {
            throw new InvalidOperationException($"More was written than ContentLength said: {declared} octets.");
        }

        _written += octets;
    }
}
