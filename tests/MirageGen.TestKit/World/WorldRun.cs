using System.Globalization;
using System.Runtime.ExceptionServices;

namespace MirageGen.TestKit;

/// <summary>One run of one world: drives its loop, watches its bounds and turns a failure into a message.</summary>
internal sealed class WorldRun(ulong seed, WorldOptions options) : IRunGuard, IDisposable
{
    private const int TailLines = 12;

    private readonly World _world = new(seed, options);

    public WorldReport Execute(Func<World, Task> scenario)
    {
        Task? run = null;
        try
        {
            _world.Loop.Run(() => run = _world.ExecuteAsync(scenario), this);
            ThrowFailure();
            run!.GetAwaiter().GetResult();
            return Report();
        }
        catch (Exception error) when (!IsVerdict(error))
        {
            throw Explain(error);
        }
    }

    public void Dispose() => ((IDisposable)_world).Dispose();

    bool IRunGuard.HasFailed => _world.Failure is not null;

    void IRunGuard.OnTurn()
    {
        ThrowFailure();
        options.Cancellation.ThrowIfCancellationRequested();
        if (_world.Now > options.MaxTime)
        {
            throw new WorldLimitException(Text(
                $"The world has gone past {options.MaxTime} of virtual time (WorldOptions.MaxTime). {_world.DescribeWaits()}"));
        }

        if (_world.Loop.Turns >= options.MaxTurns)
        {
            throw new WorldLimitException(Text(
                $"The world has taken {options.MaxTurns} turns of its loop (WorldOptions.MaxTurns). {_world.DescribeWaits()}"));
        }
    }

    void IRunGuard.OnIdle() => throw new DeadlockException(Text(
        $"Nothing can go on: nothing is ready, no timer runs, nothing is on a wire, and the test has not ended. {_world.DescribeWaits()}"));

    void IRunGuard.OnDisturbed(string stackTrace) => throw new OffLoopException(Text(
        $"A continuation came from outside the world's thread, so that the run could not be repeated. Look for Task.Run, ConfigureAwait(false) in a library, Task.Delay without a clock, or real I/O. It came from:\n{stackTrace}"));

    private void ThrowFailure()
    {
        if (_world.Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private WorldReport Report() => new(seed, _world.Now, _world.Loop.Turns, _world.Trace);

    private WorldException Explain(Exception error)
    {
        var events = _world.Trace.Count == 0 ? string.Empty : $"\nThe last events:\n{_world.Trace.Tail(TailLines)}";
        return new(
            Text($"{error.Message}\nseed {seed}: set {Seeds.Variable}={seed} to reproduce (after {_world.Now:c} of virtual time, {_world.Loop.Turns} turns).{events}"),
            Report(),
            error);
    }

    /// <summary>
    /// Whether an exception is how a test framework says something other than failure: a test skipped while it runs, or
    /// the end of an aborted run. Those must arrive as they are.
    /// </summary>
    private bool IsVerdict(Exception error) =>
        (error is OperationCanceledException && options.Cancellation.IsCancellationRequested)
        || error.Message.StartsWith("$XunitDynamicSkip$", StringComparison.Ordinal)
        || error.GetType().Name is "IgnoreException" or "InconclusiveException" or "SuccessException" or "AssertInconclusiveException";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
