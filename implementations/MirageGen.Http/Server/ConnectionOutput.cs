using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace MirageGen.Http;

/// <summary>What goes to the client: counts what is not yet flushed, and has flushes watched.</summary>
internal sealed class ConnectionOutput(IFlow flow, ServerConnection connection)
{
    /// <summary>Unflushed octets beyond which answering pauses for a flush.</summary>
    public const int FlushThreshold = 64 * 1024;

    private readonly PipeWriter _writer = flow.Output;
    private Task? _background;
    private long _unflushed;

    /// <summary>Whether so much is waiting that it must be flushed before more is written.</summary>
    public bool MustFlush => _unflushed >= FlushThreshold;

    /// <summary>Octets written and not yet flushed.</summary>
    public long Unflushed => _unflushed;

    /// <summary>Whether the client takes no more.</summary>
    public bool IsClosed { get; private set; }

    public Span<byte> GetSpan(int length) => _writer.GetSpan(length);

    public Memory<byte> GetMemory(int length) => _writer.GetMemory(length);

    public void Advance(int length)
    {
        _writer.Advance(length);
        _unflushed += length;
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var span = _writer.GetSpan(Math.Min(octets.Length, 4096));
            var length = Math.Min(span.Length, octets.Length);
            octets[..length].CopyTo(span);
            Advance(length);
            octets = octets[length..];
        }
    }

    /// <summary>Sends memory that never changes, without a copy where the flow can.</summary>
    public void WriteImmutable(ReadOnlyMemory<byte> octets)
    {
        flow.WriteImmutable(octets);
        _unflushed += octets.Length;
    }

    /// <summary>Sends what was written; completes at once while the flow has room.</summary>
    public ValueTask FlushAsync(CancellationToken cancellation = default)
    {
        if (_background is { IsCompleted: false } background)
        {
            return FlushBehindAsync(background, cancellation);
        }

        if (_unflushed == 0)
        {
            return default;
        }

        var octets = _unflushed;
        _unflushed = 0;
        var flush = _writer.FlushAsync(cancellation);
        if (!flush.IsCompletedSuccessfully)
        {
            return WaitAsync(flush, octets);
        }

        IsClosed |= flush.Result.IsCompleted;
        return default;
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

    private async ValueTask FlushBehindAsync(Task background, CancellationToken cancellation)
    {
        await background.WaitAsync(cancellation);
        await FlushAsync(cancellation);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitAsync(ValueTask<FlushResult> flush, long octets)
    {
        var pieces = Math.Max(1, octets / (double)FlushThreshold);
        connection.Watch.Begin(Awaited.Flush, connection.Watch.DeadlineIn(connection.Options.WriteTimeout * pieces));
        try
        {
            IsClosed |= (await flush).IsCompleted;
        }
        catch (FlowResetException)
        {
            connection.MarkLost();
            throw;
        }
        finally
        {
            connection.Watch.End();
        }
    }

    /// <summary>Sends the rest, and then the end of the stream.</summary>
    public void Complete() => _writer.Complete();
}
