using System.IO.Pipelines;
using System.Net;
using System.Text;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>
/// The response to a request, as its handler makes it. A short one is kept until the handler ends, so that its length can
/// be told; a longer one, or one that is flushed, is sent while it is made.
/// </summary>
public sealed class HttpResponse
{
    /// <summary>What is longer is written in pieces of this, so that a slow client holds it back.</summary>
    private const int PieceLength = 32 * 1024;

    /// <summary>The same for what is sent without a copy: more, since each piece waits for the one before.</summary>
    internal const int ImmutablePieceLength = 1024 * 1024;

    private readonly HttpExchange _exchange;
    private readonly ResponseBody _body;
    private HttpHeaders? _trailers;
    private HttpStatusCode _status = HttpStatusCode.OK;

    internal HttpResponse(HttpExchange exchange)
    {
        _exchange = exchange;
        _body = new(this);
    }

    /// <summary>The status; 200 unless set.</summary>
    /// <exception cref="InvalidOperationException">Set: the head has been sent.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Set: it is no final status: 200 to 599.</exception>
    public HttpStatusCode Status
    {
        get => _status;
        set
        {
            ThrowIfStarted();
            StatusLines.ThrowIfNotFinal((int)value, nameof(value));
            _status = value;
        }
    }

    /// <summary>The header fields. Date, framing and Connection are added when they are sent.</summary>
    public HttpHeaders Headers { get; } = new();

    /// <summary>Fields sent behind the body, where it is sent in chunks; otherwise they are dropped.</summary>
    public HttpHeaders Trailers => _trailers ??= new();

    /// <summary>Content-Type; null when it is not set.</summary>
    public string? ContentType
    {
        get => Headers["Content-Type"];
        set => Headers["Content-Type"] = value;
    }

    /// <summary>
    /// The body's length, when it is known before it is written: then it is sent without chunks and without a copy. The
    /// handler must write exactly as much.
    /// </summary>
    public long? ContentLength
    {
        get => Headers.ContentLength < 0 ? null : Headers.ContentLength;
        set
        {
            ThrowIfStarted();
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(value));
            Headers.ContentLength = value ?? -1;
        }
    }

    /// <summary>Whether the head has been sent, so that it cannot be changed any more.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>
    /// The body. Flushing sends the head, and holds the handler back while the client does not take what was sent.
    /// </summary>
    public PipeWriter Body => _body;

    /// <summary>Whether nothing was set: a prepared response can be sent in its place.</summary>
    internal bool IsUntouched =>
        _status == HttpStatusCode.OK && Headers.Count == 0 && !Headers.HasClose && Headers.ContentLength < 0 && !HasStarted;

    /// <summary>Whether all of it has been written.</summary>
    internal bool HasEnded => _body.HasEnded;

    internal ServerConnection Connection => _exchange.Connection;

    internal HttpRequest Request => _exchange.Request;

    /// <summary>Whether the client sees no body, whatever is written: HEAD, 204 and 304 (RFC 9110 section 6.4.1).</summary>
    internal bool IsBodiless => Request.Head.Method == MethodCode.Head || HasBodilessStatus;

    internal bool HasBodilessStatus => _status is HttpStatusCode.NoContent or HttpStatusCode.NotModified;

    /// <summary>Whether nothing may be written: also for 205, which tells of an empty body (RFC 9110 section 15.3.6).</summary>
    internal bool ForbidsBody => HasBodilessStatus || _status == HttpStatusCode.ResetContent;

    /// <summary>Writes text in UTF-8; its type is plain text unless set.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Completes at once unless so much is under way that the client must take some first.</returns>
    public ValueTask WriteAsync(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        SetDefaultType();
        if (text.Length > PieceLength)
        {
            return WritePiecesAsync(text);
        }

        Encoding.UTF8.GetBytes(text, _body);
        return _body.FlushWhenDueAsync();
    }

    /// <summary>Writes octets.</summary>
    /// <param name="octets">Must not change until the task completes.</param>
    /// <inheritdoc cref="WriteAsync(string)" path="/returns"/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> octets) =>
        octets.Length > PieceLength ? WritePiecesAsync(octets) : WriteAsync(octets.Span);

    /// <summary>Writes octets that are not many, such as <c>"text"u8</c>.</summary>
    /// <param name="octets">Copied before the call returns.</param>
    /// <inheritdoc cref="WriteAsync(string)" path="/returns"/>
    public ValueTask WriteAsync(ReadOnlySpan<byte> octets)
    {
        _body.Write(octets);
        return _body.FlushWhenDueAsync();
    }

    /// <summary>Writes octets that never change, such as embedded content: without a copy where they are more than 8 kB.</summary>
    /// <param name="octets">Must stay as they are for good.</param>
    /// <inheritdoc cref="WriteAsync(string)" path="/returns"/>
    public ValueTask WriteImmutableAsync(ReadOnlyMemory<byte> octets)
    {
        if (octets.Length > ImmutablePieceLength)
        {
            return WriteImmutablePiecesAsync(octets);
        }

        _body.WriteImmutable(octets);
        return _body.FlushWhenDueAsync();
    }

    /// <summary>Sends the head and what has been written so far; completes when the client has room for more.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    public ValueTask FlushAsync(CancellationToken cancellation = default) => _body.SendAsync(cancellation);

    /// <summary>Answers with a status and a line of text in place of all that was set and written before.</summary>
    /// <param name="status">The status.</param>
    /// <param name="text">The text; null for the status's own phrase.</param>
    /// <exception cref="InvalidOperationException">The head has been sent.</exception>
    public ValueTask SendStatusAsync(HttpStatusCode status, string? text = null)
    {
        SendText(status, text);
        return default;
    }

    /// <summary>Sends the client elsewhere.</summary>
    /// <param name="location">A URI or a reference relative to the request's; percent-encoded.</param>
    /// <param name="status">302 unless given.</param>
    public void Redirect(string location, HttpStatusCode status = HttpStatusCode.Found)
    {
        Status = status;
        Headers["Location"] = location;
    }

    /// <summary>Sends the head.</summary>
    /// <param name="framing">How the body's end is told.</param>
    /// <param name="length">The body's length, where it is told.</param>
    /// <param name="hasHandlerEnded">Whether the handler has ended.</param>
    internal void WriteHead(BodyFraming framing, long length, bool hasHandlerEnded)
    {
        var connection = Connection;
        var statusLine = StatusLines.Of((int)_status);
        var fields = Headers.Octets;
        var persists = connection.DecidePersistence(Headers.HasClose || framing == BodyFraming.UntilClose, hasHandlerEnded);
        var span = connection.Output.GetSpan(statusLine.Length + fields.Length + HeadWriter.ManagedFieldsBytes);
        var head = new HeadWriter(span);
        head.Write(statusLine);
        if (!Headers.Lines.Has(WellKnownField.Date))
        {
            head.Write("Date: "u8);
            head.Write(connection.Date);
            head.Write("\r\n"u8);
        }

        head.Write(fields);
        head.WriteFraming(framing, length);
        head.Write(ConnectionFields.Of(persists, Request.Head.MinorVersion));
        head.Write("\r\n"u8);
        connection.Output.Advance(head.Length);
        MarkStarted();
    }

    /// <summary>Takes note that a head was written in another way.</summary>
    internal void MarkStarted()
    {
        HasStarted = true;
        Headers.IsSent = true;
    }

    /// <summary>Takes note that a whole response was written in another way.</summary>
    internal void MarkEnded()
    {
        MarkStarted();
        _body.MarkEnded();
    }

    /// <summary>Sends what is left once the handler has ended.</summary>
    /// <returns>False when the response cannot be completed as its head promised.</returns>
    internal bool TryEnd() => _body.TryEnd(_trailers);

    internal void SendText(HttpStatusCode status, string? text)
    {
        ThrowIfStarted();
        Headers.Reset();
        _body.Clear();
        Status = status;
        if (!ForbidsBody)
        {
            SetDefaultType();
            Encoding.UTF8.GetBytes(text ?? StatusLines.ReasonOf((int)status), _body);
        }
    }

    internal void Begin(ServerConnection connection) => _body.Begin(connection);

    internal void End() => _body.End();

    internal void Clear()
    {
        HasStarted = false;
        _status = HttpStatusCode.OK;
        Headers.Reset();
        _trailers?.Reset();
        _body.Clear();
    }

    private async ValueTask WritePiecesAsync(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(start + PieceLength, text.Length);
            end -= end < text.Length && char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
            Encoding.UTF8.GetBytes(text.AsSpan(start, end - start), _body);
            start = end;
            await _body.FlushWhenDueAsync();
        }
    }

    private async ValueTask WritePiecesAsync(ReadOnlyMemory<byte> octets)
    {
        for (var start = 0; start < octets.Length; start += PieceLength)
        {
            await WriteAsync(octets.Slice(start, Math.Min(PieceLength, octets.Length - start)).Span);
        }
    }

    private async ValueTask WriteImmutablePiecesAsync(ReadOnlyMemory<byte> octets)
    {
        for (var start = 0; start < octets.Length; start += ImmutablePieceLength)
        {
            _body.WriteImmutable(octets.Slice(start, Math.Min(ImmutablePieceLength, octets.Length - start)));
            await _body.FlushWhenDueAsync();
        }
    }

    private void SetDefaultType()
    {
        if (!HasStarted && !Headers.Lines.Has(WellKnownField.ContentType))
        {
            Headers.Add("Content-Type"u8, "text/plain; charset=utf-8"u8);
        }
    }

    private void ThrowIfStarted()
    {
        if (HasStarted)
        {
            throw new InvalidOperationException("The head has been sent.");
        }
    }
}
