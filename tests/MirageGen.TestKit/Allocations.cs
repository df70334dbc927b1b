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

    /// <summary>
    /// How often a count is taken at most, of which the least is the result: a queue that grows once more, code that is compiled
    /// anew or what a host does every few seconds disturbs some counts, but what each round allocates is in all of them.
    /// </summary>
    private const int Counts = 16;

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

        var least = long.MaxValue;
        for (var count = 0; count < Counts && least > 0; count++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < rounds; i++)
            {
                action();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    /// <summary>Counts what rounds of some asynchronous code in a world allocate.</summary>
    /// <remarks>
    /// An <c>async</c> method allocates when it is called and first has to wait, whatever it does. So the code gets the
    /// number of rounds and loops over them itself; what one call costs is found out by a call with one round, and not
    /// counted.
    /// </remarks>
    /// <param name="action">Runs so many rounds, in one asynchronous method.</param>
    /// <param name="rounds">How many rounds are counted.</param>
    /// <param name="warmUp">How many rounds come before.</param>
    /// <returns>Octets allocated by all counted rounds together.</returns>
    public static async Task<long> MeasureAsync(Func<int, Task> action, int rounds = 1000, int warmUp = DefaultWarmUp)
    {
        ArgumentNullException.ThrowIfNull(action);
        await action(Math.Max(warmUp, 1));
        var least = long.MaxValue;
        for (var count = 0; count < Counts && least > 0; count++)
        {
            var start = GC.GetAllocatedBytesForCurrentThread();
            await action(1);
            var one = GC.GetAllocatedBytesForCurrentThread();
            await action(1 + rounds);
            var all = GC.GetAllocatedBytesForCurrentThread();
            least = Math.Min(least, Math.Max(0, all - one - (one - start)));
        }

        return least;
    }

    /// <summary>Holds some code to allocating nothing.</summary>
    /// <inheritdoc cref="Measure"/>
    /// <exception cref="AllocationException">It allocates.</exception>
    public static void None(Action action, int rounds = 1000, int warmUp = DefaultWarmUp) =>
        Verify(Measure(action, rounds, warmUp), rounds);

    /// <summary>Holds some asynchronous code in a world to allocating nothing.</summary>
    /// <inheritdoc cref="MeasureAsync"/>
    /// <exception cref="AllocationException">It allocates.</exception>
    public static async Task NoneAsync(Func<int, Task> action, int rounds = 1000, int warmUp = DefaultWarmUp) =>
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
