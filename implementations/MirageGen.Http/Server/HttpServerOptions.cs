using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>Limits and timeouts of a server. The defaults suit a server that faces the Internet.</summary>
/// <remarks>Timeouts are checked on a tick of a quarter of a second, so each may take up to half a second longer.</remarks>
public sealed record HttpServerOptions
{
    /// <summary>The defaults.</summary>
    public static HttpServerOptions Default { get; } = new();

    /// <summary>
    /// Connections served at once. When there are as many, an idle one is closed to make room, the next one to become idle
    /// if need be; accepting waits until then. No more than <see cref="TcpServing.RoomFor"/>.
    /// </summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>Octets of a request line, without its end; beyond, 414 is answered. At least 64.</summary>
    public int MaxRequestLineBytes { get; init; } = 8 * 1024;

    /// <summary>Octets of a request's head, and of a trailer section; beyond, 431 is answered. At most 65,535.</summary>
    public int MaxHeadBytes { get; init; } = 32 * 1024;

    /// <summary>Field lines of a request's head, and of a trailer section; beyond, 431 is answered.</summary>
    public int MaxFieldCount { get; init; } = 100;

    /// <summary>Octets of a request's body, unless its route says otherwise; beyond, 413 is answered.</summary>
    public long MaxBodyBytes { get; init; } = 30_000_000;

    /// <summary>The time from a request's first octet to the end of its head; beyond, 408 is answered.</summary>
    public TimeSpan HeadTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection may wait without a request, the first one included; then it is closed.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>
    /// The least rate of a request's body, in octets per second, while a handler waits for it and
    /// <see cref="BodyRateGrace"/> has passed; below, 408 is answered. Zero allows any.
    /// </summary>
    public int MinBodyBytesPerSecond { get; init; } = 240;

    /// <summary>How long a handler must have waited for a body in all before its rate is judged.</summary>
    public TimeSpan BodyRateGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the client may take for 64 KiB of what was sent; then the connection is reset. A response is flushed about
    /// as often, whatever its handler does; embedded content each MiB, for which it may take sixteen times as long.
    /// </summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Octets of a body left unread by its handler that are read and dropped to keep the connection; with more, it is
    /// closed.
    /// </summary>
    public long MaxDrainBytes { get; init; } = 64 * 1024;

    /// <summary>
    /// How long such octets are waited for; also how long what a client still sends is dropped after the connection was
    /// ended here, so that it does not lose the last response.
    /// </summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Pipelined requests answered from one connection before the others have their turn.</summary>
    public int MaxPipelinedRequests { get; init; } = 64;

    /// <summary>
    /// Octets of a response kept until its handler has ended, so that its length can be told; a longer one, or one that is
    /// flushed, is sent in chunks unless the handler set <see cref="HttpResponse.ContentLength"/>.
    /// </summary>
    public int MaxBufferedResponseBytes { get; init; } = 16 * 1024;

    /// <summary>How long requests under way may take when the server is told to stop; then they are aborted.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Connections that may wait to be accepted.</summary>
    public int Backlog { get; init; } = 1024;

    internal HeadLimits HeadLimits => new(MaxRequestLineBytes, MaxHeadBytes, MaxFieldCount);

    /// <summary>Checks that every bound is one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not.</exception>
    internal void Validate()
    {
        const int LeastRequestLineBytes = 64;
        const int LeastResponseBytes = 256;
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnections, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRequestLineBytes, LeastRequestLineBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxHeadBytes, LeastRequestLineBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxHeadBytes, HeadLimits.LargestHeadBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFieldCount, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxBodyBytes);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(HeadTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(IdleTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(MinBodyBytesPerSecond);
        ArgumentOutOfRangeException.ThrowIfLessThan(BodyRateGrace, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(WriteTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxDrainBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(DrainTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPipelinedRequests, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBufferedResponseBytes, LeastResponseBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(StopTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(Backlog, 1);
    }
}
