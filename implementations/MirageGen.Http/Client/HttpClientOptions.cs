using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>Limits and timeouts of a client.</summary>
/// <remarks>
/// Timeouts but those of connecting are checked on a tick of a quarter of a second, so each may take up to half a second
/// longer.
/// </remarks>
public sealed record HttpClientOptions
{
    /// <summary>The defaults.</summary>
    public static HttpClientOptions Default { get; } = new();

    /// <summary>Connections open at once, idle ones included. An idle one gives way to a request for another host.</summary>
    public int MaxConnections { get; init; } = 256;

    /// <summary>Connections open at once to one host and port.</summary>
    public int MaxConnectionsPerHost { get; init; } = 32;

    /// <summary>Requests that may wait for a connection; beyond, they fail at once.</summary>
    public int MaxQueuedRequests { get; init; } = 1024;

    /// <summary>How long a request may wait until a connection is free for it.</summary>
    public TimeSpan QueueTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long resolving the name and connecting may take, all addresses together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one address is waited for before the next one is tried beside it (RFC 8305 section 5).</summary>
    public TimeSpan ConnectStagger { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The time from the end of the request to the end of the response's head.</summary>
    public TimeSpan HeadTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one read of a body may wait for the next octet.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the server may take nothing of a request.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a request with <see cref="HttpClientRequest.ExpectContinue"/> waits to be told to go on; then its body is
    /// sent all the same (RFC 9110 section 10.1.1).
    /// </summary>
    public TimeSpan ContinueTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a connection is kept without a request.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How old a connection may be that is used once more, so that a change of addresses is noticed.</summary>
    public TimeSpan MaxConnectionLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Octets of a status line, without its end. At least 64.</summary>
    public int MaxStatusLineBytes { get; init; } = 4 * 1024;

    /// <summary>Octets of a response's head, and of a trailer section. At most 65,535.</summary>
    public int MaxHeadBytes { get; init; } = 32 * 1024;

    /// <summary>Field lines of a response's head, and of a trailer section.</summary>
    public int MaxFieldCount { get; init; } = 100;

    /// <summary>Interim responses (1xx) before the final one.</summary>
    public int MaxInterimResponses { get; init; } = 16;

    /// <summary>
    /// Octets that <see cref="HttpClientResponse.ReadAsBytesAsync(CancellationToken)"/> and its like read at most, unless
    /// told otherwise. Bodies read from <see cref="HttpClientResponse.Body"/> may have any length.
    /// </summary>
    public int MaxBufferedBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// Octets of a body left unread that are read and dropped to keep the connection; with more, it is closed.
    /// </summary>
    public long MaxDrainBytes { get; init; } = 64 * 1024;

    /// <summary>How long such octets are waited for, and how long a connection may take to close.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How many redirects in a row are followed (RFC 9110 section 15.4). None by default: the response that redirects is
    /// then returned as it is.
    /// </summary>
    public int MaxRedirects { get; init; }

    /// <summary>User-Agent of requests that have none of their own; null for none.</summary>
    public string? UserAgent { get; init; } = "MirageGen";

    internal HeadLimits HeadLimits => new(MaxStatusLineBytes, MaxHeadBytes, MaxFieldCount);

    /// <summary>Checks that every bound is one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not.</exception>
    internal void Validate()
    {
        const int LeastStatusLineBytes = 64;
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnections, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnectionsPerHost, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxQueuedRequests);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(QueueTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ConnectTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(ConnectStagger, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(HeadTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(BodyTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(WriteTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(ContinueTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(IdleTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnectionLifetime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxStatusLineBytes, LeastStatusLineBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxHeadBytes, LeastStatusLineBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxHeadBytes, HeadLimits.LargestHeadBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFieldCount, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxInterimResponses);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxBufferedBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxDrainBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(DrainTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxRedirects);
        if (UserAgent is not null && (UserAgent.Length == 0 || UserAgent.AsSpan().ContainsAnyExceptInRange(' ', '~')))
        {
            throw new ArgumentException("UserAgent is empty or has characters that a field must not have.");
        }
    }
}
