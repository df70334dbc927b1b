using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;

namespace MirageGen.Http;

/// <summary>
/// A response whose head has arrived; its body arrives while it is read. Dispose it: that gives the connection back, after
/// reading a short rest, or closes it.
/// </summary>
public sealed class HttpClientResponse : IDisposable, IAsyncDisposable
{
    private readonly ClientExchange _exchange;
    private bool _isDisposed;

    internal HttpClientResponse(ClientExchange exchange)
    {
        _exchange = exchange;
        Headers = new(exchange.Head.Fields);
        Headers.Attach(exchange.HeadOctets, exchange.Head.Length);
    }

    /// <summary>The status.</summary>
    public HttpStatusCode Status => (HttpStatusCode)_exchange.Head.Status;

    /// <summary>The reason phrase as received, often empty: it means nothing (RFC 9112 section 4).</summary>
    public string Reason => Encoding.Latin1.GetString(_exchange.Head.Reason.Of(_exchange.HeadOctets));

    /// <summary>Whether the status is one of success: 200 to 299.</summary>
    public bool IsSuccess => (int)Status is >= 200 and <= 299;

    /// <summary>The URL that this is the response for: after redirects, the last one.</summary>
    public string Url => _exchange.Request.Url;

    /// <summary>The header fields; they stay after the response has been disposed.</summary>
    public HttpHeaders Headers { get; }

    /// <summary>The fields behind a chunked body, once it has been read to its end; otherwise there are none.</summary>
    public HttpHeaders Trailers => field ??= (_exchange.Body as ChunkedBodyReader)?.Trailers ?? new(new Wire.FieldLines());

    /// <summary>
    /// What Content-Length says; null when it is not there. Of a response to HEAD it is the length that GET's would have.
    /// </summary>
    public long? ContentLength => _exchange.ContentLength < 0 ? null : _exchange.ContentLength;

    /// <summary>
    /// The body, while it arrives: what is not read stays on the connection and holds the server back. A buffer is valid
    /// until <c>AdvanceTo</c>. Reading throws <see cref="HttpClientException"/> when the body is malformed, is cut short, or
    /// does not go on within <see cref="HttpClientOptions.BodyTimeout"/>.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The response has been disposed.</exception>
    public PipeReader Body
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _exchange.Body;
        }
    }

    /// <summary>Reads the whole body, up to <see cref="HttpClientOptions.MaxBufferedBytes"/>.</summary>
    /// <inheritdoc cref="ReadAsBytesAsync(int, CancellationToken)"/>
    public Task<byte[]> ReadAsBytesAsync(CancellationToken cancellation = default) =>
        ReadAsBytesAsync(_exchange.Options.MaxBufferedBytes, cancellation);

    /// <summary>Reads the whole body.</summary>
    /// <param name="most">Octets it may have.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="HttpClientException">The body is larger, or does not arrive as it should.</exception>
    public async Task<byte[]> ReadAsBytesAsync(int most, CancellationToken cancellation = default) =>
        (await ReadAllAsync(most, cancellation)).WrittenSpan.ToArray();

    /// <summary>Reads the whole body as text, up to <see cref="HttpClientOptions.MaxBufferedBytes"/>.</summary>
    /// <inheritdoc cref="ReadAsStringAsync(int, CancellationToken)"/>
    public Task<string> ReadAsStringAsync(CancellationToken cancellation = default) =>
        ReadAsStringAsync(_exchange.Options.MaxBufferedBytes, cancellation);

    /// <summary>
    /// Reads the whole body as text in the charset that Content-Type names, or UTF-8. A charset that is not known is read as
    /// UTF-8, and what is malformed becomes U+FFFD.
    /// </summary>
    /// <param name="most">Octets it may have.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="HttpClientException">The body is larger, or does not arrive as it should.</exception>
    public async Task<string> ReadAsStringAsync(int most, CancellationToken cancellation = default)
    {
        var octets = (await ReadAllAsync(most, cancellation)).WrittenMemory;
        Headers.TryGet("Content-Type"u8, out var type);
        return ResponseText.Decode(octets.Span, type);
    }

    /// <summary>Throws unless the status is one of success.</summary>
    /// <returns>This response.</returns>
    /// <exception cref="HttpClientException">It is not.</exception>
    public HttpClientResponse EnsureSuccess() =>
        IsSuccess ? this : throw _exchange.Fail(HttpFailure.BadStatus, $"the server answered {(int)Status} {Wire.StatusLines.ReasonOf((int)Status)}".TrimEnd());

    /// <summary>Leaves the connection; a short rest of the body is read and dropped without being waited for.</summary>
    public void Dispose() => _ = DisposeAsync().AsTask();

    /// <summary>Leaves the connection, after reading and dropping a short rest of the body.</summary>
    public ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return default;
        }

        _isDisposed = true;
        return _exchange.EndAsync();
    }

    private async ValueTask<ArrayBufferWriter<byte>> ReadAllAsync(int most, CancellationToken cancellation)
    {
        const int LargestFirstBytes = 64 * 1024;
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        var body = Body;
        var expected = (int)Math.Min(_exchange.Body.KnownRest, LargestFirstBytes);
        var all = expected > 0 ? new ArrayBufferWriter<byte>(expected) : new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await body.ReadAsync(cancellation);
            if (read.Buffer.Length > most - all.WrittenCount || _exchange.Body.KnownRest > most - all.WrittenCount)
            {
                body.AdvanceTo(read.Buffer.Start);
                throw _exchange.Fail(HttpFailure.TooLarge, $"the body is larger than {most} octets");
            }

            foreach (var piece in read.Buffer)
            {
                all.Write(piece.Span);
            }

            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                _exchange.EndIfFinished();
                return all;
            }
        }
    }
}
