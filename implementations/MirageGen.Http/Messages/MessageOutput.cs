using System.Buffers.Text;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace MirageGen.Http;

/// <summary>
/// What goes to the peer: counts what is not yet flushed, and has flushes watched. Once the peer takes no more, or is sent
/// no more, what is written is dropped.
/// </summary>
internal sealed class MessageOutput(IFlow flow, IOutputWatch watch)
{
    /// <summary>Unflushed octets beyond which writing pauses for a flush.</summary>
    public const int FlushThreshold = 64 * 1024;

    private const int PieceBytes = 4096;

    private readonly PipeWriter _writer = flow.Output;
    private byte[] _scratch = [];
    private FlowResetException? _failure;
    private Task? _background;

    /// <summary>Octets written and not yet flushed.</summary>
    public long Unflushed { get; private set; }

    /// <summary>Whether so much is waiting that it must be flushed before more is written.</summary>
    public bool MustFlush => Unflushed >= FlushThreshold;

    /// <summary>Whether the peer takes no more, or is sent no more.</summary>
    public bool IsClosed { get; private set; }

    public Span<byte> GetSpan(int length) => IsClosed ? Scratch(length) : _writer.GetSpan(length);

    public Memory<byte> GetMemory(int length) => IsClosed ? Scratch(length) : _writer.GetMemory(length);

    public void Advance(int length)
    {
        if (!IsClosed)
        {
            _writer.Advance(length);
            Unflushed += length;
        }
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty && !IsClosed)
        {
            var span = _writer.GetSpan(Math.Min(octets.Length, PieceBytes));
            var length = Math.Min(span.Length, octets.Length);
            octets[..length].CopyTo(span);
            Advance(length);
            octets = octets[length..];
        }
    }

    /// <summary>Sends memory that never changes, without a copy where the flow can.</summary>
    public void WriteImmutable(ReadOnlyMemory<byte> octets)
    {
        if (!IsClosed)
        {
            flow.WriteImmutable(octets);
            Unflushed += octets.Length;
        }
    }

    /// <summary>Writes the size line of a chunk (RFC 9112 section 7.1); its octets and <see cref="EndChunk"/> follow.</summary>
    public void BeginChunk(int length)
    {
        const int LongestSizeLine = 10;
        var span = GetSpan(LongestSizeLine);
        Utf8Formatter.TryFormat(length, span, out var digits, new('x'));
        "\r\n"u8.CopyTo(span[digits..]);
        Advance(digits + 2);
    }

    /// <summary>Writes what follows the octets of a chunk.</summary>
    public void EndChunk() => Write("\r\n"u8);

    /// <summary>Writes one chunk.</summary>
    public void WriteChunk(ReadOnlySpan<byte> octets)
    {
        BeginChunk(octets.Length);
        Write(octets);
        EndChunk();
    }

    /// <summary>Writes what says that there are no more chunks.</summary>
    /// <param name="trailers">Fields behind the body; null for none.</param>
    public void WriteLastChunk(HttpHeaders? trailers)
    {
        Write("0\r\n"u8);
        Write(trailers is null ? default : trailers.Octets);
        Write("\r\n"u8);
    }

    /// <summary>Sends what was written; completes at once while the flow has room.</summary>
    /// <param name="cancellation">Gives up waiting; what was written is sent all the same.</param>
    public ValueTask FlushAsync(CancellationToken cancellation = default)
    {
        if (_background is { IsCompleted: false } background)
        {
            return FlushBehindAsync(background, cancellation);
        }

        if (IsClosed)
        {
            return _failure is null ? default : ValueTask.FromException(_failure);
        }

        if (Unflushed == 0)
        {
            return default;
        }

        var octets = Unflushed;
        Unflushed = 0;
        var flush = Flush(cancellation);
        return !flush.IsCompletedSuccessfully ? WaitAsync(flush, octets)
            : flush.Result.IsCompleted ? EndAsync()
            : default;
    }

    /// <summary>
    /// Sends what was written without anybody waiting for it: earlier responses, while a handler takes its time. The next
    /// flush waits for it.
    /// </summary>
    public void FlushInBackground()
    {
        var flush = FlushAsync();
        _background = flush.IsCompletedSuccessfully ? null : flush.AsTask();
    }

    /// <summary>Drops what is written from here on.</summary>
    public void Close() => IsClosed = true;

    /// <summary>Sends the rest, and then the end of the stream.</summary>
    public void Complete() => _writer.Complete();

    private async ValueTask FlushBehindAsync(Task background, CancellationToken cancellation)
    {
        await background.WaitAsync(cancellation);
        await FlushAsync(cancellation);
    }

    /// <summary>A flow may say at once that it is lost, or by the task: here it is always the task.</summary>
    private ValueTask<FlushResult> Flush(CancellationToken cancellation)
    {
        try
        {
            return _writer.FlushAsync(cancellation);
        }
        catch (FlowResetException reset)
        {
            return ValueTask.FromException<FlushResult>(reset);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitAsync(ValueTask<FlushResult> flush, long octets)
    {
        watch.BeginFlushWait(octets);
        try
        {
            if (!(await flush).IsCompleted)
            {
                return;
            }
        }
        catch (FlowResetException reset)
        {
            End(reset);
        }
        finally
        {
            watch.EndFlushWait();
        }

        await EndAsync();
    }

    /// <summary>The peer takes no more.</summary>
    /// <returns>What that means for whoever has flushed.</returns>
    private ValueTask EndAsync()
    {
        End(new("The peer takes no more of what is sent."));
        return _failure is null ? default : ValueTask.FromException(_failure);
    }

    private void End(FlowResetException cause)
    {
        if (!IsClosed)
        {
            IsClosed = true;
            _failure = watch.MarkClosed(cause);
        }
    }

    private byte[] Scratch(int length) =>
        _scratch.Length >= Math.Max(length, 1) ? _scratch : _scratch = new byte[Math.Max(length, 1024)];
}
