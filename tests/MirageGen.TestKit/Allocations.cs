namespace MirageGen.TestKit;

/// <summary>
/// Counts what a piece of code allocates, so that a test can hold a hot path to nothing. A world runs on one thread,
/// so the count covers everything in it: both ends of a flow, the wire between them, and the test's own code.
/// </summary>
public static class Allocations
{
    /// <summary>
    /// Rounds that are run before counting, as a rule: enough for buffers to reach their size, and for code to be compiled
    /// and compiled again.
    /// </summary>
    public const int DefaultWarmUp = 200;

    /// <summary>Counts what runs of some code allocate.</summary>
    /// <param name="action">The code; not to be made anew by each round, or it is counted too.</param>
    /// <param name="rounds">How many runs are counted.</param>
    /// <param name="warmUp">How many runs come before.</param>
    /// <returns>Octets allocated by all counted runs together.</returns>
    public static long Measure(Action action, int rounds = 1000, int warmUp = DefaultWarmUp)
    {
        ArgumentNullException.ThrowIfNull(action);
        for (var i = 0; i < warmUp; i++)
        {
            action();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < rounds; i++)
        {
            action();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Counts what runs of some asynchronous code in a world allocate.</summary>
    /// <remarks>
    /// An <c>async</c> method allocates when it first has to wait; mark the method with
    /// <c>[AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]</c>, or loop inside of it between
    /// <see cref="Begin"/> and <see cref="AllocationCount.ThrowIfAny"/>, to see only what the code under test allocates.
    /// </remarks>
    /// <param name="action">The code.</param>
    /// <param name="rounds">How many runs are counted.</param>
    /// <param name="warmUp">How many runs come before.</param>
    /// <returns>Octets allocated by all counted runs together.</returns>
    public static async Task<long> MeasureAsync(Func<ValueTask> action, int rounds = 1000, int warmUp = DefaultWarmUp)
    {
        ArgumentNullException.ThrowIfNull(action);
        for (var i = 0; i < warmUp; i++)
        {
            await action();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < rounds; i++)
        {
            await action();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Holds some code to allocating nothing.</summary>
    /// <inheritdoc cref="Measure"/>
    /// <exception cref="AllocationException">It allocates.</exception>
    public static void None(Action action, int rounds = 1000, int warmUp = DefaultWarmUp) =>
        Verify(Measure(action, rounds, warmUp), rounds);

    /// <summary>Holds some asynchronous code in a world to allocating nothing.</summary>
    /// <inheritdoc cref="MeasureAsync"/>
    /// <exception cref="AllocationException">It allocates.</exception>
    public static async Task NoneAsync(Func<ValueTask> action, int rounds = 1000, int warmUp = DefaultWarmUp) =>
        Verify(await MeasureAsync(action, rounds, warmUp), rounds);

    /// <summary>Begins a count by hand.</summary>
    public static AllocationCount Begin() => new(GC.GetAllocatedBytesForCurrentThread());

    internal static void Verify(long octets, int rounds)
    {
        if (octets != 0)
        {
            throw new AllocationException(octets, rounds);
        }
    }
}
