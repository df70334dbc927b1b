namespace MirageGen;

/// <summary>A listening port. Disposing it stops listening and ends a pending accept; connections accepted before live on.</summary>
public interface ITcpListener : IAsyncDisposable
{
    /// <summary>Where it listens, with the port that was chosen when any free one was asked for.</summary>
    IpEndpoint LocalEndpoint { get; }

    /// <summary>The next connection. One accept at a time.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>A flow that the caller owns; null when the listener has been disposed.</returns>
    ValueTask<ITcpFlow?> AcceptAsync(CancellationToken cancellation = default);
}
