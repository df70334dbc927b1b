using Microsoft.Extensions.Logging;

namespace MirageGen.Http;

/// <summary>An HTTP/1.1 server: map handlers and files to paths, then run it.</summary>
/// <remarks>
/// Of several patterns that match a path the most specific one wins, segment by segment: literal text, then
/// <c>{parameter}</c>, then <c>{**rest}</c>. HEAD is answered by what is mapped for GET, OPTIONS by what is mapped at all;
/// a path mapped for other methods only is answered 405.
/// </remarks>
/// <param name="stack">Whence connections come.</param>
/// <param name="clock">Drives timeouts and the Date field.</param>
/// <param name="log">Where handlers' failures go.</param>
[Device]
public sealed class HttpServer(INetworkStack stack, TimeProvider clock, ILogger<HttpServer> log)
{
    private readonly RouteTable _routes = new();
    private readonly List<Func<HttpHandler, HttpHandler>> _wrappers = [];
    private readonly List<FileMount> _mounts = [];
    private bool _isFrozen;

    /// <summary>Maps a method and a pattern to a handler.</summary>
    /// <param name="method">The method; a further one such as <c>new HttpMethod("PROPFIND")</c> becomes known by this.</param>
    /// <param name="pattern">A path such as <c>/users/{id}</c> or <c>/files/{**path}</c>.</param>
    /// <param name="handler">Answers the requests.</param>
    /// <returns>The route, to set limits of its own.</returns>
    /// <exception cref="ArgumentException">The pattern is none, or is mapped for that method already.</exception>
    /// <exception cref="InvalidOperationException">The server runs.</exception>
    public HttpRoute Map(HttpMethod method, string pattern, HttpHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ThrowIfFrozen();
        return _routes.Add(method, pattern, handler);
    }

    /// <summary>Maps GET, and with it HEAD.</summary>
    /// <inheritdoc cref="Map" path="/*[not(self::summary)]"/>
    public HttpRoute MapGet(string pattern, HttpHandler handler) => Map(HttpMethod.Get, pattern, handler);

    /// <summary>Maps POST.</summary>
    /// <inheritdoc cref="Map" path="/*[not(self::summary)]"/>
    public HttpRoute MapPost(string pattern, HttpHandler handler) => Map(HttpMethod.Post, pattern, handler);

    /// <summary>Maps PUT.</summary>
    /// <inheritdoc cref="Map" path="/*[not(self::summary)]"/>
    public HttpRoute MapPut(string pattern, HttpHandler handler) => Map(HttpMethod.Put, pattern, handler);

    /// <summary>Maps PATCH.</summary>
    /// <inheritdoc cref="Map" path="/*[not(self::summary)]"/>
    public HttpRoute MapPatch(string pattern, HttpHandler handler) => Map(HttpMethod.Patch, pattern, handler);

    /// <summary>Maps DELETE.</summary>
    /// <inheritdoc cref="Map" path="/*[not(self::summary)]"/>
    public HttpRoute MapDelete(string pattern, HttpHandler handler) => Map(HttpMethod.Delete, pattern, handler);

    /// <summary>Serves the values of a store as files, with GET and HEAD.</summary>
    /// <remarks>
    /// Embedded content is found by the octets of the request's path and sent from the image's own memory; other stores are
    /// read while they are sent. Conditions, ranges and, for embedded content, the codings the build has made are heeded
    /// (RFC 9110 sections 12.5.3, 13 and 14). A path that ends in a slash shows the directory's index; a directory's path
    /// without one is redirected. Paths mapped by the program come first, in whatever order they are mapped.
    /// </remarks>
    /// <param name="prefix">The path above the files, such as <c>/</c> or <c>/assets</c>.</param>
    /// <param name="store">Whence they come; it must not hold what nobody may see.</param>
    /// <param name="options">How they are served; null for the defaults.</param>
    /// <exception cref="ArgumentException">The prefix is no path.</exception>
    /// <exception cref="InvalidOperationException">The server runs.</exception>
    public void MapFiles(string prefix, IKeyValueReader store, HttpFileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(store);
        ThrowIfFrozen();
        if (!RoutePattern.Parse(prefix).IsLiteral)
        {
            throw new ArgumentException($"'{prefix}' has parameters: files are mapped below a literal path.", nameof(prefix));
        }

        _mounts.Add(new($"{prefix.TrimEnd('/')}/", store, options ?? HttpFileOptions.Default));
    }

    /// <summary>
    /// Has every request go through a function, which may look at it, answer it itself, or hand it on: the first one added
    /// is the outermost.
    /// </summary>
    /// <param name="handle">Gets the exchange and what comes next.</param>
    /// <exception cref="InvalidOperationException">The server runs.</exception>
    public void Use(Func<HttpExchange, HttpHandler, ValueTask> handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        ThrowIfFrozen();
        _wrappers.Add(next => exchange => handle(exchange, next));
    }

    /// <summary>Serves a port on every address of the stack until told to stop, within the default limits.</summary>
    /// <param name="port">The port to listen on.</param>
    /// <param name="stop">Ends the accepting; requests under way are finished within <see cref="HttpServerOptions.StopTimeout"/>.</param>
    /// <exception cref="DeviceException">It cannot listen there.</exception>
    public Task RunAsync(int port, CancellationToken stop = default) => RunAsync(port, HttpServerOptions.Default, stop);

    /// <summary>Serves a port on every address of the stack until told to stop.</summary>
    /// <param name="port">The port to listen on.</param>
    /// <param name="options">Limits and timeouts.</param>
    /// <param name="stop">Ends the accepting; requests under way are finished within <see cref="HttpServerOptions.StopTimeout"/>.</param>
    /// <exception cref="DeviceException">It cannot listen there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    public Task RunAsync(int port, HttpServerOptions options, CancellationToken stop = default) =>
        RunAsync(IpEndpoint.OnEveryAddress(port), options, stop);

    /// <summary>Serves an endpoint until told to stop. A server may run on several at once; its routes are then fixed.</summary>
    /// <param name="local">Where to listen.</param>
    /// <param name="options">Limits and timeouts.</param>
    /// <param name="stop">Ends the accepting; requests under way are finished within <see cref="HttpServerOptions.StopTimeout"/>.</param>
    /// <exception cref="DeviceException">It cannot listen there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    public async Task RunAsync(IpEndpoint local, HttpServerOptions options, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options = options with { MaxConnections = stack.Tcp.RoomFor(options.MaxConnections) };
        using var service = Begin(options);
        using var stopping = stop.UnsafeRegister(static service => ((HttpService)service!).Stop(), service);
        var serving = new TcpServeOptions { MaxConnections = options.MaxConnections, Listen = new() { Backlog = options.Backlog } };
        await using var listener = stack.Tcp.Listen(local, serving.Listen);
        ServerLog.Serving(log, listener.LocalEndpoint);
        await listener.ServeAsync((flow, _) => service.ServeAsync(flow), stop, serving, log);
    }

    private HttpService Begin(HttpServerOptions options)
    {
        options.Validate();
        Freeze();
        HttpHandler handler = new RequestDispatcher(_routes, options).DispatchAsync;
        for (var i = _wrappers.Count - 1; i >= 0; i--)
        {
            handler = _wrappers[i](handler);
        }

        return new(options, handler, clock, log);
    }

    private void Freeze()
    {
        if (!_isFrozen)
        {
            _isFrozen = true;
            _mounts.ForEach(mount => mount.AddTo(_routes));
        }
    }

    private void ThrowIfFrozen()
    {
        if (_isFrozen)
        {
            throw new InvalidOperationException("Routes are mapped before the server runs.");
        }
    }
}
