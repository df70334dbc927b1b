using System.Collections.Immutable;
using MirageGen.Composer.Apis;

namespace MirageGen.Composer.Loop;

/// <summary>
/// What takes code off the loop, keeps the loop from turning, or reads another clock than the loop's; and what to do
/// instead. Of two rows for one member the first counts.
/// </summary>
internal static class LoopApis
{
    private const string Task = "System.Threading.Tasks.Task";
    private const string TaskOfResult = "System.Threading.Tasks.Task`1";
    private const string ValueTask = "System.Threading.Tasks.ValueTask";
    private const string ValueTaskOfResult = "System.Threading.Tasks.ValueTask`1";
    private const string Awaiters = "System.Runtime.CompilerServices.";

    private static readonly LoopRule Elsewhere = new("leaves the loop: await the work itself");
    private static readonly LoopRule Continuation = new("leaves the loop: await the task and go on after it");
    private static readonly LoopRule Cancellation = new("leaves the loop: call Cancel, so that what it ends hears of it here");
    private static readonly LoopRule Configured =
        new("leaves the loop: remove it, what follows must run on the loop", LoopRule.ConfigureAwaitRemedy);

    private static readonly LoopRule Sleep = new(
        "blocks the loop: await Task.Delay(span, clock) with a TimeProvider that the constructor asks for",
        LoopRule.ClockRemedy);

    private static readonly LoopRule Wait = new("blocks the loop: await it", LoopRule.AwaitRemedy);
    private static readonly LoopRule WaitAll = new("blocks the loop: await Task.WhenAll");
    private static readonly LoopRule WaitAny = new("blocks the loop: await Task.WhenAny");
    private static readonly LoopRule Semaphore = new("blocks the loop: await WaitAsync");
    private static readonly LoopRule Event =
        new("blocks the loop, on which whatever it waits for has to run: await a task that completes then");

    private static readonly LoopRule Clock =
        new("does not follow the loop's clock: pass a TimeProvider that the constructor asks for", LoopRule.ClockRemedy);

    private static readonly LoopRule Timer =
        new("does not follow the loop's clock: ask for TimeProvider in the constructor and call its CreateTimer");

    private static readonly LoopRule Now = new(
        "does not follow the loop's clock: ask for TimeProvider in the constructor and call its GetUtcNow",
        LoopRule.ClockRemedy);

    private static readonly LoopRule Timestamp = new(
        "does not follow the loop's clock: ask for TimeProvider in the constructor and call its GetTimestamp and GetElapsedTime",
        LoopRule.ClockRemedy);

    private static readonly LoopRule SystemClock =
        new("does not follow the loop's clock: ask for TimeProvider in the constructor", LoopRule.ClockRemedy);

    /// <summary>The table.</summary>
    public static ImmutableArray<ApiRule> Rules { get; } =
    [
        // Leaving the loop.
        Elsewhere.Of(Task, "Run"),
        Elsewhere.WithoutScheduler(Task, "Start"),
        Elsewhere.WithoutScheduler("System.Threading.Tasks.TaskFactory", "StartNew"),
        Elsewhere.WithoutScheduler("System.Threading.Tasks.TaskFactory`1", "StartNew"),
        Elsewhere.Of("System.Threading.Thread", ApiRule.Constructor),
        Elsewhere.Of("System.Threading.ThreadPool"),
        Elsewhere.Of("System.Threading.Tasks.Parallel"),
        Elsewhere.Of("System.Linq.ParallelEnumerable", "AsParallel"),
        Elsewhere.Of("System.ComponentModel.BackgroundWorker"),
        Continuation.WithoutScheduler(Task, "ContinueWith"),
        Continuation.WithoutScheduler(TaskOfResult, "ContinueWith"),
        Continuation.WithoutScheduler("System.Threading.Tasks.TaskFactory", "ContinueWhenAll", "ContinueWhenAny"),
        Continuation.WithoutScheduler("System.Threading.Tasks.TaskFactory`1", "ContinueWhenAll", "ContinueWhenAny"),
        Cancellation.Of("System.Threading.CancellationTokenSource", "CancelAsync"),
        Configured.Of(Task, ConfiguredAwait.LeavesLoop, "ConfigureAwait"),
        Configured.Of(TaskOfResult, ConfiguredAwait.LeavesLoop, "ConfigureAwait"),
        Configured.Of(ValueTask, ConfiguredAwait.LeavesLoop, "ConfigureAwait"),
        Configured.Of(ValueTaskOfResult, ConfiguredAwait.LeavesLoop, "ConfigureAwait"),
        Configured.Of("System.Threading.Tasks.TaskAsyncEnumerableExtensions", ConfiguredAwait.LeavesLoop, "ConfigureAwait"),
        Configured.Of(Awaiters + "ConfiguredCancelableAsyncEnumerable`1", ConfiguredAwait.LeavesLoop, "ConfigureAwait"),

        // Blocking it.
        Sleep.Of("System.Threading.Thread", "Sleep"),
        Event.Of("System.Threading.Thread", BlockingWait.MayBlock, "Join"),
        Wait.Of(Task, BlockingWait.MayBlock, "Wait"),
        WaitAll.Of(Task, BlockingWait.MayBlock, "WaitAll"),
        WaitAny.Of(Task, BlockingWait.MayBlock, "WaitAny"),
        Wait.Of(TaskOfResult, BlockingWait.MayBlock, "Result"),
        Wait.Of(ValueTaskOfResult, BlockingWait.MayBlock, "Result"),
        Wait.OfAwaiter(Awaiters + "TaskAwaiter", BlockingWait.MayBlock),
        Wait.OfAwaiter(Awaiters + "TaskAwaiter`1", BlockingWait.MayBlock),
        Wait.OfAwaiter(Awaiters + "ValueTaskAwaiter", BlockingWait.MayBlock),
        Wait.OfAwaiter(Awaiters + "ValueTaskAwaiter`1", BlockingWait.MayBlock),
        Semaphore.Of("System.Threading.SemaphoreSlim", BlockingWait.MayBlock, "Wait"),
        Event.Of("System.Threading.ManualResetEventSlim", BlockingWait.MayBlock, "Wait"),
        Event.Of("System.Threading.CountdownEvent", BlockingWait.MayBlock, "Wait"),
        Event.Of("System.Threading.Barrier", BlockingWait.MayBlock, "SignalAndWait"),
        Event.Of("System.Threading.WaitHandle", BlockingWait.MayBlock, "WaitOne", "WaitAny", "WaitAll", "SignalAndWait"),
        Event.Of("System.Threading.Monitor", "Wait"),
        Event.Of("System.Threading.SpinWait", "SpinUntil"),
        Event.Of("System.Collections.Concurrent.BlockingCollection`1", "Take", "TakeFromAny", "GetConsumingEnumerable"),

        // Another clock than the loop's.
        Clock.WithoutClock(Task, "Delay", "WaitAsync"),
        Clock.WithoutClock(TaskOfResult, "WaitAsync"),
        Clock.WithoutClock("System.Threading.CancellationTokenSource", ApiRule.Constructor),
        Clock.WithoutClock("System.Threading.PeriodicTimer", ApiRule.Constructor),
        Timer.Of("System.Threading.Timer", ApiRule.Constructor),
        Timer.Of("System.Timers.Timer", ApiRule.Constructor),
        Now.Of("System.DateTime", "Now", "UtcNow", "Today"),
        Now.Of("System.DateTimeOffset", "Now", "UtcNow"),
        Timestamp.Of(
            "System.Diagnostics.Stopwatch",
            ApiRule.Constructor, "StartNew", "GetTimestamp", "GetElapsedTime", "Frequency"),
        Timestamp.Of("System.Environment", "TickCount", "TickCount64"),
        SystemClock.Of("System.TimeProvider", "System"),
    ];
}
