namespace MirageGen.Dns.Primary;

/// <summary>Work that goes on until it is disposed.</summary>
internal sealed class Following : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    public Following(Func<CancellationToken, Task> work) => _work = work(_stop.Token);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        try
        {
            await _work;
        }
        catch (OperationCanceledException)
        {
            // It ends in no other way.
        }

        _stop.Dispose();
    }
}
