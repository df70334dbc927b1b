using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace MirageGen.Http;

/// <summary>
/// What goes to the server: counts what is not yet flushed, and has flushes watched. A connection that takes no more is no
/// error here: whether it answered all the same shows where it is read.
/// </summary>
internal sealed class RequestOutput(IFlow flow, ClientConnection connection)
{
    /// <summary>Unflushed octets beyond which writing pauses for a flush.</summary>
    public const int FlushThreshold = 64 * 1024;

    private readonly PipeWriter _writer = flow.Output;
    private byte[] _scratch = [];
    private bool _isClosed;

    /// <summary>Octets written and not yet flushed.</summary>
    public long Unflushed { get; private set; }

    /// <summary>Whether the server takes no more, or is sent no more: what is written is dropped.</summary>
    public bool IsClosed => _isClosed;

    public Memory<byte> GetMemory(int length) => _isClosed ? Scratch(length) : _writer.GetMemory(length);

    public Span<byte> GetSpan(int length) => _isClosed ? Scratch(length) : _writer.GetSpan(length);

    public void Advance(int length)
    {
        if (!_isClosed)
        {
            _writer.Advance(length);
            Unflushed += length;
        }
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty && !_isClosed)
        {
            var span = _writer.GetSpan(Math.Min(octets.Length, 4096));
            var length = Math.Min(span.Length, octets.Length);
            octets[..length].CopyTo(span);
            Advance(length);
            octets = octets[length..];
        }
    }

    /// <summary>Sends what was written; completes at once while the flow has room.</summary>
    public ValueTask FlushAsync(CancellationToken cancellation)
    {
        if (_isClosed || Unflushed == 0)
        {
            return default;
        }

        Unflushed = 0;
        var flush = _writer.FlushAsync(cancellation);
        if (!flush.IsCompletedSuccessfully)
        {
            return WaitAsync(flush);
        }

        _isClosed |= flush.Result.IsCompleted;
        return default;
    }

    /// <summary>Drops what is written from here on.</summary>
    public void Close() => _isClosed = true;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitAsync(ValueTask<FlushResult> flush)
    {
        connection.BeginWriteWait();
        try
        {
            _isClosed |= (await flush).IsCompleted;
        }
        catch (FlowResetException)
        {
            _isClosed = true;
        }
        finally
        {
            connection.EndWriteWait();
        }
    }

    private byte[] Scratch(int length) =>
        _scratch.Length >= Math.Max(length, 1) ? _scratch : _scratch = new byte[Math.Max(length, 1024)];
}
