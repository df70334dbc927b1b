using System.Net;

namespace MirageGen.Http;

/// <summary>An HTTP/1.1 client: <c>using var response = await http.GetAsync("http://host:8080/path", stop);</c></summary>
/// <remarks>
/// <para>Connections are kept and used again. A request that may be repeated is repeated, once, when such a connection turns
/// out to have ended before anything of a response arrived. Names with several addresses are tried one beside the other.</para>
/// <para>Every failure that has its reason outside the program is an <see cref="HttpClientException"/>; what cannot be sent,
/// such as a line end in a field, is an <see cref="ArgumentException"/>. Response bodies come as they are sent:
/// decompression is not offered, and none is asked for.</para>
/// </remarks>
/// <param name="stack">Where connections are made.</param>
/// <param name="resolver">Looks hosts up.</param>
/// <param name="clock">Drives the timeouts.</param>
[Device]
public sealed class HttpClient(INetworkStack stack, INameResolver resolver, TimeProvider clock) : IDisposable, IAsyncDisposable
{
    private readonly ConnectionPool _pool = new(stack, resolver, clock);

    /// <summary>Limits and timeouts of the requests that begin from here on.</summary>
    /// <exception cref="ArgumentException">Set: an option is out of its bounds.</exception>
    public HttpClientOptions Options
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            value.Validate();
            field = value;
        }
    } = HttpClientOptions.Default;

    /// <summary>Connections open, being made or being closed.</summary>
    internal int ConnectionCount => _pool.Count;

    /// <summary>Asks for what a URL stands for.</summary>
    /// <inheritdoc cref="SendAsync(HttpClientRequest, CancellationToken)" path="/*[not(self::summary or self::param)]"/>
    /// <param name="url">Such as <c>http://host:8080/path?query</c>; percent-encoded.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<HttpClientResponse> GetAsync(string url, CancellationToken cancellation = default) =>
        SendAsync(new(HttpMethod.Get, url), cancellation);

    /// <summary>Asks for the head of what GET would return.</summary>
    /// <inheritdoc cref="GetAsync" path="/*[not(self::summary)]"/>
    public Task<HttpClientResponse> HeadAsync(string url, CancellationToken cancellation = default) =>
        SendAsync(new(HttpMethod.Head, url), cancellation);

    /// <summary>Deletes what a URL stands for.</summary>
    /// <inheritdoc cref="GetAsync" path="/*[not(self::summary)]"/>
    public Task<HttpClientResponse> DeleteAsync(string url, CancellationToken cancellation = default) =>
        SendAsync(new(HttpMethod.Delete, url), cancellation);

    /// <summary>Has a URL take octets.</summary>
    /// <inheritdoc cref="GetAsync" path="/*[not(self::summary or self::param)]"/>
    /// <param name="url">Such as <c>http://host:8080/path?query</c>; percent-encoded.</param>
    /// <param name="body">Must stay as it is until the task has completed.</param>
    /// <param name="contentType">Content-Type; null for none.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<HttpClientResponse> PostAsync(
        string url, ReadOnlyMemory<byte> body, string? contentType = null, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Post, url, body, contentType, cancellation);

    /// <summary>Puts octets at a URL.</summary>
    /// <inheritdoc cref="PostAsync" path="/*[not(self::summary)]"/>
    public Task<HttpClientResponse> PutAsync(
        string url, ReadOnlyMemory<byte> body, string? contentType = null, CancellationToken cancellation = default) =>
        SendAsync(HttpMethod.Put, url, body, contentType, cancellation);

    /// <summary>Sends a request.</summary>
    /// <param name="request">What to send; it must stay as it is until the task has completed.</param>
    /// <param name="cancellation">Gives up; the body of a response has tokens of its own.</param>
    /// <returns>The response, when its head has arrived. The caller disposes it.</returns>
    /// <exception cref="HttpClientException">There is no response; the message says why.</exception>
    /// <exception cref="ArgumentException">The URL has a control character, or what was set does not fit together.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client has been disposed.</exception>
    public async Task<HttpClientResponse> SendAsync(HttpClientRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        var options = Options;
        for (var redirects = 0; ; redirects++)
        {
            var response = await SendExpectingAsync(request, options, cancellation);
            if (options.MaxRedirects == 0 || !Redirection.Leads(response))
            {
                return response;
            }

            await using (response)
            {
                if (redirects == options.MaxRedirects)
                {
                    throw new HttpClientException(
                        HttpFailure.BadRedirect, request.Describe($"redirected more than {options.MaxRedirects} times (MaxRedirects)"));
                }

                request = Redirection.Follow(request, response);
            }
        }
    }

    /// <summary>Closes every connection without waiting for it.</summary>
    public void Dispose() => _ = _pool.DisposeAsync().AsTask();

    /// <summary>Closes every connection: requests under way fail, and the network has a moment to close idle ones in order.</summary>
    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    private Task<HttpClientResponse> SendAsync(
        HttpMethod method, string url, ReadOnlyMemory<byte> body, string? contentType, CancellationToken cancellation)
    {
        var request = new HttpClientRequest(method, url);
        request.SetBody(body, contentType);
        return SendAsync(request, cancellation);
    }

    /// <summary>Sends a request; without its expectation once more when that cannot be met (RFC 9110 section 15.5.18).</summary>
    private async ValueTask<HttpClientResponse> SendExpectingAsync(
        HttpClientRequest request, HttpClientOptions options, CancellationToken cancellation)
    {
        var expectsContinue = request.ExpectContinue && request.Body is { Length: not 0 };
        var response = await SendOverAsync(request, options, expectsContinue, cancellation);
        if (!expectsContinue || response.Status != HttpStatusCode.ExpectationFailed || request.Body is { IsAtStart: false })
        {
            return response;
        }

        await response.DisposeAsync();
        return await SendOverAsync(request, options, expectsContinue: false, cancellation);
    }

    /// <summary>Sends a request over an idle connection or a new one; again over a new one when the idle one was stale.</summary>
    private async ValueTask<HttpClientResponse> SendOverAsync(
        HttpClientRequest request, HttpClientOptions options, bool expectsContinue, CancellationToken cancellation)
    {
        for (var mustBeNew = false; ; mustBeNew = true)
        {
            ObjectDisposedException.ThrowIf(_pool.HasEnded, this);
            var connection = await _pool.AcquireAsync(request, mustBeNew, options, cancellation);
            var isReused = connection.IsReused;
            var exchange = new ClientExchange(_pool, connection, request, options, expectsContinue);
            try
            {
                await exchange.RunAsync(cancellation);
                var response = new HttpClientResponse(exchange);
                exchange.EndIfFinished();
                return response;
            }
            catch (HttpClientException error) when (
                error.Failure == HttpFailure.ConnectionLost && isReused && !exchange.HasAnswer && request.MayRepeat)
            {
                // The server had ended the connection before it saw the request, as it may at any time (RFC 9112 section 9.5).
            }
        }
    }
}
