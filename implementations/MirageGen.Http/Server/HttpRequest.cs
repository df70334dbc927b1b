using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>A request as its handler sees it. Texts are made when they are asked for.</summary>
public sealed class HttpRequest
{
    private readonly HttpServerOptions _options;
    private readonly LengthBodyReader _lengthBody = new();
    private ChunkedBodyReader? _chunkedBody;
    private BodyReader _body;
    private RouteValues _routeValues;
    private string? _path;
    private int _pathStart;
    private int _pathLength;

    internal HttpRequest(HttpServerOptions options)
    {
        _options = options;
        _body = _lengthBody;
        Headers = new(Reader.Head.Fields);
    }

    /// <summary>The method.</summary>
    public HttpMethod Method => Head.Method == MethodCode.Other
        ? new(Encoding.ASCII.GetString(Head.MethodName.Of(Reader.Octets)))
        : new(Head.Method);

    /// <summary>
    /// The path without its percent-encoding and without dot segments, such as <c>/images/große.png</c>. An encoded slash,
    /// which separates no segments, stays <c>%2F</c>.
    /// </summary>
    public string Path => _path ??= DecodePath(PathOctets, "%2F");

    /// <summary>
    /// <see cref="Path"/> in UTF-8, without allocation; an encoded slash is a zero octet, which cannot occur otherwise.
    /// </summary>
    public ReadOnlySpan<byte> PathOctets => Reader.Octets.AsSpan(_pathStart, _pathLength);

    /// <summary>The query as received, without its question mark; empty when there is none.</summary>
    public string QueryString => Encoding.ASCII.GetString(Head.Target.Query.Of(Reader.Octets));

    /// <summary>Host and port as the client wrote them; empty in a request of HTTP/1.0 without Host.</summary>
    public string Host => Encoding.ASCII.GetString(
        Head.Target.Form == TargetForm.Absolute
            ? Head.Target.Authority.Of(Reader.Octets)
            : Head.Fields.Value(WellKnownField.Host, Reader.Octets));

    /// <summary>The version: 1.0 or 1.1.</summary>
    public Version Version => Head.MinorVersion == 0 ? System.Net.HttpVersion.Version10 : System.Net.HttpVersion.Version11;

    /// <summary>The header fields; read-only.</summary>
    public HttpHeaders Headers { get; }

    /// <summary>The trailer fields; empty until <see cref="Body"/> has been read to its end.</summary>
    public HttpHeaders Trailers => _body is ChunkedBodyReader chunked ? chunked.Trailers : NoTrailers;

    /// <summary>The body's length; null when it is sent in chunks and so not known yet.</summary>
    public long? ContentLength => Semantics.IsChunked ? null : Math.Max(0, Semantics.ContentLength);

    /// <summary>Content-Type; null when there is none.</summary>
    public string? ContentType => Headers["Content-Type"];

    /// <summary>
    /// The body, as it arrives. What is not read holds the client back. A read throws <see cref="HttpStatusException"/>
    /// when the body is malformed (400), too slow (408) or too large (413), and <see cref="FlowResetException"/> when the
    /// connection is lost; a handler just lets them pass.
    /// </summary>
    public PipeReader Body => _body;

    internal RequestReader Reader { get; } = new();

    internal RequestHead Head => Reader.Head;

    internal BodyReader BodyReader => _body;

    internal MessageSemantics Semantics { get; private set; }

    internal BodyFraming Framing { get; private set; }

    /// <summary>Whether the client sends nothing behind this request's head (RFC 9112 section 9.6).</summary>
    internal bool IsLast => Framing == BodyFraming.None && !Semantics.IsPersistent(Head.MinorVersion);

    internal HttpRoute? MatchedRoute { get; private set; }

    private static HttpHeaders NoTrailers { get; } = new(new FieldLines());

    /// <summary>What the path has in the place of a parameter, without percent-encoding: <c>{name}</c> in the route's pattern.</summary>
    /// <exception cref="ArgumentException">The route's pattern has no such parameter.</exception>
    public string Route(string name)
    {
        var index = MatchedRoute is null ? -1 : Array.IndexOf(MatchedRoute.Parameters, name);
        return index >= 0
            ? DecodePath(_routeValues[index].Of(PathOctets), "/")
            : throw new ArgumentException($"The route '{MatchedRoute?.Pattern}' has no parameter '{name}'.", nameof(name));
    }

    /// <summary>The first value of a name in the query, decoded; null when the name does not occur.</summary>
    public string? Query(string name) => QueryText.Find(Head.Target.Query.Of(Reader.Octets), name);

    /// <summary>Every pair of the query, decoded, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> QueryPairs() => QueryText.ReadAll(Head.Target.Query.Of(Reader.Octets));

    /// <summary>Reads the whole body.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <inheritdoc cref="Body" path="/exception"/>
    public async ValueTask<byte[]> ReadAsBytesAsync(CancellationToken cancellation = default)
    {
        var buffer = await ReadWholeAsync(cancellation);
        var octets = buffer.ToArray();
        Body.AdvanceTo(buffer.End);
        return octets;
    }

    /// <summary>Reads the whole body as text in UTF-8.</summary>
    /// <param name="cancellation">Gives up.</param>
    public async ValueTask<string> ReadAsStringAsync(CancellationToken cancellation = default)
    {
        var buffer = await ReadWholeAsync(cancellation);
        var text = Encoding.UTF8.GetString(buffer);
        Body.AdvanceTo(buffer.End);
        return text;
    }

    /// <summary>What stands in the place of the pattern's last parameter.</summary>
    internal ReadOnlySpan<byte> LastRouteValue() => _routeValues[_routeValues.Count - 1].Of(PathOctets);

    /// <summary>Judges the head as a whole and finds the normal path.</summary>
    internal WireError Interpret()
    {
        Headers.Attach(Reader.Octets, Head.Length);
        var error = RequestSemantics.Read(Reader.Octets, Head, out var semantics);
        Semantics = semantics;
        Framing = RequestSemantics.FramingOf(semantics);
        return error != WireError.None || Head.Target.Form is TargetForm.Authority or TargetForm.Asterisk ? error : NormalizePath();
    }

    /// <summary>Takes note of the route that was found.</summary>
    internal void SetRoute(HttpRoute route, in RouteValues values)
    {
        MatchedRoute = route;
        _routeValues = values;
    }

    /// <summary>Makes the body readable.</summary>
    /// <param name="connection">Whence it comes.</param>
    /// <param name="mostBodyBytes">Octets a chunked one may have.</param>
    internal void BeginBody(ServerConnection connection, long mostBodyBytes)
    {
        if (Framing == BodyFraming.Chunked)
        {
            _chunkedBody ??= new();
            _chunkedBody.Begin(connection.BodySource, mostBodyBytes, _options.HeadLimits);
            _body = _chunkedBody;
            return;
        }

        _lengthBody.Begin(connection.BodySource, Math.Max(0, Semantics.ContentLength));
        _body = _lengthBody;
    }

    internal void Clear()
    {
        _body.End();
        _body = _lengthBody;
        _path = null;
        MatchedRoute = null;
        Reader.Clear();
    }

    private WireError NormalizePath()
    {
        var path = Head.Target.Path;
        _pathStart = path.Start;
        _pathLength = path.Length;
        if (Head.Target.IsPathPlain)
        {
            return WireError.None;
        }

        // The room behind the head is as long as the path, and the normal form is no longer.
        _pathStart = Head.Length;
        if (path.IsEmpty)
        {
            Reader.Reserve(1)[0] = (byte)'/';
            _pathLength = 1;
            Headers.Attach(Reader.Octets, Head.Length);
            return WireError.None;
        }

        return PathNormalizer.Normalize(
            path.Of(Reader.Octets), Reader.Octets.AsSpan(_pathStart, path.Length), out _pathLength);
    }

    private async ValueTask<ReadOnlySequence<byte>> ReadWholeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var result = await Body.ReadAsync(cancellation);
            if (result.IsCompleted)
            {
                return result.Buffer;
            }

            Body.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static string DecodePath(ReadOnlySpan<byte> octets, string slash)
    {
        var text = Encoding.UTF8.GetString(octets);
        return octets.Contains(PathNormalizer.EncodedSlash) ? text.Replace("\0", slash, StringComparison.Ordinal) : text;
    }
}
