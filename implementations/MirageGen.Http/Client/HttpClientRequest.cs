using System.IO.Pipelines;
using System.Text;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>A request to be sent: made once, it may be sent several times, one after the other.</summary>
public sealed class HttpClientRequest
{
    private HttpHeaders? _trailers;

    /// <summary>A request without a body.</summary>
    /// <param name="method">The method; CONNECT is not offered.</param>
    /// <param name="url">Such as <c>http://host:8080/path?query</c>; percent-encoded. A fragment is not sent.</param>
    /// <exception cref="ArgumentException">The URL has a control character, or the method is CONNECT.</exception>
    /// <exception cref="HttpClientException">The URL is none, or not one that can be fetched.</exception>
    public HttpClientRequest(HttpMethod method, string url)
        : this(method, HttpUrl.ParseGiven(url))
    {
        if (method == new HttpMethod(MethodCode.Connect))
        {
            throw new ArgumentException("CONNECT makes a tunnel, which this client does not.", nameof(method));
        }
    }

    internal HttpClientRequest(HttpMethod method, HttpUrl url)
    {
        Method = method;
        Address = url;
    }

    /// <summary>The method.</summary>
    public HttpMethod Method { get; }

    /// <summary>The URL, without a fragment.</summary>
    public string Url => Address.ToString();

    /// <summary>
    /// The header fields. Host, framing and, unless it is set, User-Agent are added when they are sent; a Host set here is
    /// sent in place of the URL's.
    /// </summary>
    public HttpHeaders Headers { get; } = new();

    /// <summary>Fields sent behind a body of unknown length.</summary>
    public HttpHeaders Trailers => _trailers ??= new();

    /// <summary>
    /// Whether the body is held back until the server says that it wants it, or does not (RFC 9110 section 10.1.1): for
    /// bodies that are large or dear.
    /// </summary>
    public bool ExpectContinue { get; set; }

    internal HttpUrl Address { get; }

    internal RequestBody? Body { get; private set; }

    internal bool HasTrailers => _trailers is { Count: > 0 };

    /// <summary>How the end of the body is told.</summary>
    internal BodyFraming Framing =>
        Body is not null ? Body.Framing
        : Method.Code is MethodCode.Post or MethodCode.Put or MethodCode.Patch ? BodyFraming.Length
        : BodyFraming.None;

    /// <summary>Whether it may be sent again though nobody knows what became of it (RFC 9110 section 9.2.2).</summary>
    internal bool MayRepeat => Method.IsIdempotent && Body is null or { IsAtStart: true };

    /// <summary>Gives it a body.</summary>
    /// <param name="octets">Must stay as they are until the response's head has arrived.</param>
    /// <param name="contentType">Content-Type; null leaves it as it is.</param>
    public void SetBody(ReadOnlyMemory<byte> octets, string? contentType = null)
    {
        Body = new(octets);
        SetType(contentType);
    }

    /// <summary>Gives it a text as its body, in UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <param name="contentType">Content-Type.</param>
    public void SetBody(string text, string contentType = "text/plain; charset=utf-8") =>
        SetBody(Encoding.UTF8.GetBytes(text), contentType);

    /// <summary>Gives it a body that is written while it is sent.</summary>
    /// <param name="write">
    /// Writes the body and flushes now and then; a flush waits while the server takes nothing, and says when it takes no more
    /// (<see cref="FlushResult.IsCompleted"/>). The token is cancelled when the body is not wanted any more.
    /// </param>
    /// <param name="length">Octets, where that is known: exactly as many must be written. Null sends chunks.</param>
    /// <param name="contentType">Content-Type; null leaves it as it is.</param>
    /// <param name="canRepeat">
    /// Whether the function may be called again when the request must be sent again: on a new connection, or elsewhere after a
    /// redirect.
    /// </param>
    public void SetBody(
        Func<PipeWriter, CancellationToken, ValueTask> write,
        long? length = null,
        string? contentType = null,
        bool canRepeat = false)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        Body = new(write, length, canRepeat);
        SetType(contentType);
    }

    /// <summary>The line that says what was asked for and what went wrong.</summary>
    internal string Describe(string what) => $"cannot {Method} {Address.ToSafeString()}: {what}";

    /// <summary>Makes the request for the URL that a response leads to.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="url">Where to.</param>
    /// <param name="keepsBody">Whether the body goes with it.</param>
    /// <param name="isDropped">Which fields stay behind.</param>
    internal HttpClientRequest ToNext(HttpMethod method, HttpUrl url, bool keepsBody, Func<string, bool> isDropped)
    {
        var next = new HttpClientRequest(method, url)
        {
            Body = keepsBody ? Body : null,
            ExpectContinue = keepsBody && ExpectContinue,
            _trailers = keepsBody ? _trailers : null,
        };
        foreach (var (name, value) in Headers)
        {
            if (!isDropped(name))
            {
                next.Headers.Add(name, value);
            }
        }

        if (Headers.HasClose)
        {
            next.Headers.Add("Connection"u8, "close"u8);
        }

        return next;
    }

    /// <summary>Checks that what was set fits together.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    internal void Validate()
    {
        if (Headers.Lines.Has(WellKnownField.Expect))
        {
            throw new ArgumentException("Expect is sent where ExpectContinue is set; it cannot be set as a field.");
        }

        if (Headers.ContentLength >= 0 && Headers.ContentLength != (Body?.Length ?? 0))
        {
            throw new ArgumentException("Content-Length is not the body's; give the length to SetBody instead.");
        }

        if (Method.Code == MethodCode.Trace && Body is not null)
        {
            throw new ArgumentException("TRACE has no body (RFC 9110 section 9.3.8).");
        }

        if (Body is { IsAtStart: false })
        {
            throw new ArgumentException("The body has been written once, and may not be written again (SetBody's canRepeat).");
        }

        if (HasTrailers && Framing != BodyFraming.Chunked)
        {
            throw new ArgumentException("Trailers are sent behind a body of unknown length only.");
        }

        ValidateHost();
    }

    private void ValidateHost()
    {
        var first = Headers.Lines.IndexOf(WellKnownField.Host);
        if (first >= 0
            && (Headers.Lines.IndexOf(WellKnownField.Host, first + 1) >= 0
                || !AuthoritySyntax.IsHost(Headers.Lines.All[first].Value.Of(Headers.Octets))))
        {
            throw new ArgumentException("Host is not one host with an optional port.");
        }
    }

    private void SetType(string? contentType)
    {
        if (contentType is not null)
        {
            Headers["Content-Type"] = contentType;
        }
    }
}
