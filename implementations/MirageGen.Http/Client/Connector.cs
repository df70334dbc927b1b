namespace MirageGen.Http;

/// <summary>
/// Makes connections: looks the host up and tries its addresses in order, each a little after the one before, until one
/// answers (RFC 8305 section 5).
/// </summary>
internal sealed class Connector(INetworkStack stack, INameResolver resolver, TimeProvider clock)
{
    private const int MostAddresses = 16;

    /// <summary>Connects.</summary>
    /// <param name="request">What it is for.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancellation">Gives up this attempt.</param>
    /// <param name="end">Gives up all attempts.</param>
    /// <exception cref="HttpClientException">No address answered in time.</exception>
    public async Task<ITcpFlow> ConnectAsync(
        HttpClientRequest request, HttpClientOptions options, CancellationToken cancellation, CancellationToken end)
    {
        using var deadline = new CancellationTokenSource(options.ConnectTimeout, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, end, deadline.Token);
        try
        {
            var addresses = await resolver.ResolveAsync(request.Address.Origin.Host, stop.Token);
            return await ConnectAsync(addresses, request.Address.Origin.Port, options.ConnectStagger, stop);
        }
        catch (DeviceException error)
        {
            throw new HttpClientException(HttpFailure.CannotConnect, request.Describe(error.Message), error);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (OperationCanceledException error) when (deadline.IsCancellationRequested)
        {
            throw new HttpClientException(
                HttpFailure.TimedOut, request.Describe($"no connection within {options.ConnectTimeout:c} (ConnectTimeout)"), error);
        }
    }

    private async Task<ITcpFlow> ConnectAsync(
        IReadOnlyList<IpAddress> addresses, int port, TimeSpan stagger, CancellationTokenSource stop)
    {
        var count = Math.Min(addresses.Count, MostAddresses);
        var attempts = new List<Task<ITcpFlow>>();
        try
        {
            for (var next = 0; ;)
            {
                Task? pause = null;
                if (next < count)
                {
                    attempts.Add(AttemptAsync(new(addresses[next++], port), stop.Token));
                    pause = next < count ? Task.Delay(stagger, clock, stop.Token) : null;
                }

                var first = await Task.WhenAny(pause is null ? attempts : [.. attempts, pause]);
                if (first == pause)
                {
                    stop.Token.ThrowIfCancellationRequested();
                    continue;
                }

                var attempt = (Task<ITcpFlow>)first;
                if (attempt.IsCompletedSuccessfully || (attempts.Count == 1 && next == count))
                {
                    attempts.Remove(attempt);
                    return await attempt;
                }

                attempts.Remove(attempt);
                stop.Token.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            stop.Cancel();
            foreach (var attempt in attempts)
            {
                _ = DropAsync(attempt);
            }
        }
    }

    private async Task<ITcpFlow> AttemptAsync(IpEndpoint remote, CancellationToken stop) =>
        await stack.Tcp.ConnectAsync(remote, stop);

    /// <summary>Closes a connection that came too late.</summary>
    private static async Task DropAsync(Task<ITcpFlow> attempt)
    {
        try
        {
            var flow = await attempt;
            await flow.DisposeAsync();
        }
        catch (Exception error) when (error is DeviceException or OperationCanceledException)
        {
            // It was not wanted any more.
        }
    }
}
