using System.Globalization;
using System.Runtime.ExceptionServices;

namespace MirageGen.TestKit;

/// <summary>One run of one world: drives its loop, watches its bounds and turns a failure into a message.</summary>
internal sealed class WorldRun : IRunGuard, IDisposable
{
    private const int TailLines = 12;

    private readonly ulong _seed;
    private readonly WorldOptions _options;
    private readonly RunFolder? _folder;
    private readonly World _world;

    public WorldRun(ulong seed, WorldOptions options, string test)
    {
        _seed = seed;
        _options = options;
        _folder = (options.CaptureFolder ?? RunFolder.FromEnvironment()) is { } path ? new(path, $"{test}-{seed}") : null;
        _world = new(seed, options, _folder);
    }

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

    public void Dispose()
    {
        ((IDisposable)_world).Dispose();
        _folder?.Dispose();
    }

    bool IRunGuard.HasFailed => _world.Failure is not null;

    void IRunGuard.OnTurn()
    {
        ThrowFailure();
        _options.Cancellation.ThrowIfCancellationRequested();
        if (_world.Now > _options.MaxTime)
        {
            throw new WorldLimitException(Text(
                $"The world has gone past {_options.MaxTime} of virtual time (WorldOptions.MaxTime). {_world.DescribeWaits()}"));
        }

        if (_world.Loop.Turns >= _options.MaxTurns)
        {
            throw new WorldLimitException(Text(
                $"The world has taken {_options.MaxTurns} turns of its loop (WorldOptions.MaxTurns). {_world.DescribeWaits()}"));
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

    private WorldReport Report() => new(_seed, _world.Now, _world.Loop.Turns, _world.Trace);

    private WorldException Explain(Exception error)
    {
        var events = _world.Trace.Count == 0 ? string.Empty : $"\nThe last events:\n{_world.Trace.Tail(TailLines)}";
        return new(
            Text($"{error.Message}\nseed {_seed}: set {Seeds.Variable}={_seed} to reproduce (after {_world.Now:c} of virtual time, {_world.Loop.Turns} turns).{events}"),
            Report(),
            error);
    }

    /// <summary>
    /// Whether an exception is how a test framework says something other than failure: a test skipped while it runs, or
    /// the end of an aborted run. Those must arrive as they are.
    /// </summary>
    private bool IsVerdict(Exception error) =>
        (error is OperationCanceledException && _options.Cancellation.IsCancellationRequested)
        || error.Message.StartsWith("$XunitDynamicSkip$", StringComparison.Ordinal)
        || error.GetType().Name is "IgnoreException" or "InconclusiveException" or "SuccessException" or "AssertInconclusiveException";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
