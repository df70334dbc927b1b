namespace MirageGen.Xen.Machine;

/// <summary>
/// Something that happens once, on the loop, and is waited for with a limit. <see cref="Task.WaitAsync(TimeSpan, TimeProvider)"/> would
/// resume who waits by way of the thread pool.
/// </summary>
/// <param name="clock">Measures the limit.</param>
/// <typeparam name="TResult">What it brings.</typeparam>
internal sealed class TimedCompletion<TResult>(TimeProvider clock)
{
    private readonly TaskCompletionSource<TResult> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>It has happened.</summary>
    /// <returns>False when it had already, or whoever waited has given up.</returns>
    public bool TrySetResult(TResult result) => _source.TrySetResult(result);

    /// <summary>It will not happen.</summary>
    /// <inheritdoc cref="TrySetResult"/>
    public bool TrySetException(Exception error) => _source.TrySetException(error);

    /// <summary>Waits until it has happened, once.</summary>
    /// <exception cref="TimeoutException">It has not within the limit.</exception>
    public async Task<TResult> WaitAsync(TimeSpan limit)
    {
        using var timer = clock.CreateTimer(
            static source => _ = ((TaskCompletionSource<TResult>)source!).TrySetException(new TimeoutException()),
            _source,
            limit,
            Timeout.InfiniteTimeSpan);
        return await _source.Task;
    }
}
