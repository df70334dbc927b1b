using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MirageGen;

/// <summary>Serving connections by a handler, for those who need no loop of their own around accept.</summary>
public static class TcpServing
{
    // Of so many one is for connections that begin and end.
    private const int Part = 8;

    /// <summary>
    /// How many connections a server may keep that wants so many: what an eighth of <see cref="ITcp.MaxConnections"/>, rounded down, leaves
    /// of it at most, and one at least. The eighth is for connections that begin and end.
    /// </summary>
    /// <param name="tcp">Whence connections come.</param>
    /// <param name="wanted">How many there may be as far as the server is concerned; what is not positive is given back.</param>
    public static int RoomFor(this ITcp tcp, int wanted)
    {
        ArgumentNullException.ThrowIfNull(tcp);
        return Math.Min(wanted, Math.Max(1, tcp.MaxConnections - (tcp.MaxConnections / Part)));
    }

    /// <summary>
    /// Accepts connections until told to stop and runs a handler for each, all on the loop. Then stops listening and
    /// waits for the handlers, whose token is cancelled with <paramref name="stop"/> and when the listener fails.
    /// </summary>
    /// <param name="tcp">Whence connections come.</param>
    /// <param name="local">Where to listen.</param>
    /// <param name="handler">Owns the flow until its task ends; the flow is then disposed.</param>
    /// <param name="stop">Ends the accepting, and is handed to the handlers.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <param name="log">Where a handler's failure goes; a reset by the peer is none.</param>
    /// <exception cref="DeviceException">It cannot listen there, or the listener failed.</exception>
    public static async Task ServeAsync(
        this ITcp tcp,
        IpEndpoint local,
        Func<ITcpFlow, CancellationToken, Task> handler,
        CancellationToken stop,
        TcpServeOptions? options = null,
        ILogger? log = null)
    {
        ArgumentNullException.ThrowIfNull(tcp);
        ArgumentNullException.ThrowIfNull(handler);
        options ??= TcpServeOptions.Default;
        await using var listener = tcp.Listen(local, options.Listen);
        await listener.ServeAsync(handler, stop, options, log);
    }

    /// <summary>Serves what a listener accepts, and disposes it when told to stop.</summary>
    /// <inheritdoc cref="ServeAsync(ITcp, IpEndpoint, Func{ITcpFlow, CancellationToken, Task}, CancellationToken, TcpServeOptions?, ILogger?)"/>
    /// <param name="listener">Whence connections come.</param>
    /// <param name="handler">Owns the flow until its task ends; the flow is then disposed.</param>
    /// <param name="stop">Ends the accepting, and is handed to the handlers.</param>
    /// <param name="options">Limits, without those of listening; null for the defaults.</param>
    /// <param name="log">Where a handler's failure goes; a reset by the peer is none.</param>
    public static Task ServeAsync(
        this ITcpListener listener,
        Func<ITcpFlow, CancellationToken, Task> handler,
        CancellationToken stop,
        TcpServeOptions? options = null,
        ILogger? log = null)
    {
        ArgumentNullException.ThrowIfNull(listener);
        ArgumentNullException.ThrowIfNull(handler);
        return new TcpServer(listener, handler, options ?? TcpServeOptions.Default, log ?? NullLogger.Instance).RunAsync(stop);
    }

    /// <summary>Serves a port on every address of the stack.</summary>
    /// <inheritdoc cref="ServeAsync(ITcp, IpEndpoint, Func{ITcpFlow, CancellationToken, Task}, CancellationToken, TcpServeOptions?, ILogger?)"/>
    /// <param name="tcp">Whence connections come.</param>
    /// <param name="port">The port to listen on.</param>
    /// <param name="handler">Owns the flow until its task ends; the flow is then disposed.</param>
    /// <param name="stop">Ends the accepting, and is handed to the handlers.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <param name="log">Where a handler's failure goes; a reset by the peer is none.</param>
    public static Task ServeAsync(
        this ITcp tcp,
        int port,
        Func<ITcpFlow, CancellationToken, Task> handler,
        CancellationToken stop,
        TcpServeOptions? options = null,
        ILogger? log = null) =>
        tcp.ServeAsync(IpEndpoint.OnEveryAddress(port), handler, stop, options, log);
}
