using Microsoft.CodeAnalysis.CSharp;
using MirageGen.Composer.Loop;

namespace MirageGen.Composer.Tests.Analyzers;

public sealed class LoopAnalyzerTests
{
    private const string Elsewhere = "leaves the loop: await the work itself";
    private const string AwaitIt = "blocks the loop: await it";
    private const string PassAClock = "does not follow the loop's clock: pass a TimeProvider that the constructor asks for";

    private static readonly AnalyzerBench Unix = new(new LoopAnalyzer(), TestProject.For("unix"));
    private static readonly AnalyzerBench Library = new(new LoopAnalyzer(), TestProject.For(null));

    [Theory]
    [InlineData("[|Task.Run|](() => { })", "Task.Run")]
    [InlineData("Task.Factory.[|StartNew|](() => { })", "TaskFactory.StartNew")]
    [InlineData("new [|Thread|](() => { })", "Thread")]
    [InlineData("[|ThreadPool.QueueUserWorkItem|](_ => { })", "ThreadPool.QueueUserWorkItem")]
    [InlineData("[|Parallel.ForEachAsync|](new[] { 1 }, (_, _) => default)", "Parallel.ForEachAsync")]
    [InlineData("new[] { 1 }.[|AsParallel|]()", "ParallelEnumerable.AsParallel")]
    public Task Work_handed_to_another_thread_leaves_the_loop(string markedExpression, string name) =>
        Unix.ReportsInApplianceAsync($"_ = {markedExpression};", $"'{name}' {Elsewhere}");

    [Fact]
    public Task A_continuation_without_a_scheduler_leaves_the_loop() => Unix.ReportsInApplianceAsync(
        """
        _ = Task.CompletedTask.[|ContinueWith|](_ => 1);
        _ = Task.CompletedTask.ContinueWith(_ => 1, TaskScheduler.FromCurrentSynchronizationContext());
        """,
        "'Task.ContinueWith' leaves the loop: await the task and go on after it");

    [Fact]
    public Task Cancelling_through_the_thread_pool_leaves_the_loop() => Unix.ReportsInApplianceAsync(
        """
        using var source = new CancellationTokenSource();
        await source.[|CancelAsync|]();
        source.Cancel();
        """,
        "'CancellationTokenSource.CancelAsync' leaves the loop: call Cancel, so that what it ends hears of it here");

    [Fact]
    public Task An_await_that_does_not_come_back_leaves_the_loop() => Unix.ReportsInApplianceAsync(
        """
        await Task.CompletedTask.[|ConfigureAwait|](false);
        await Task.FromResult(1).[|ConfigureAwait|](false);
        await ValueTask.CompletedTask.[|ConfigureAwait|](false);
        await Task.CompletedTask.[|ConfigureAwait|](ConfigureAwaitOptions.SuppressThrowing);
        await foreach (var n in Numbers().[|ConfigureAwait|](false)) { }
        await foreach (var n in Numbers().WithCancellation(stop).[|ConfigureAwait|](false)) { }

        static async IAsyncEnumerable<int> Numbers() { await Task.Yield(); yield return 1; }
        """,
        "'Task.ConfigureAwait' leaves the loop: remove it, what follows must run on the loop",
        "'Task.ConfigureAwait' leaves the loop: remove it, what follows must run on the loop",
        "'ValueTask.ConfigureAwait' leaves the loop: remove it, what follows must run on the loop",
        "'Task.ConfigureAwait' leaves the loop: remove it, what follows must run on the loop",
        "'TaskAsyncEnumerableExtensions.ConfigureAwait' leaves the loop: remove it, what follows must run on the loop",
        "'ConfiguredCancelableAsyncEnumerable.ConfigureAwait' leaves the loop: remove it, what follows must run on the loop");

    [Fact]
    public Task An_await_that_comes_back_is_left_alone() => Unix.IsSilentInApplianceAsync(
        """
        await Task.CompletedTask.ConfigureAwait(true);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        await Task.Yield();
        """);

    [Theory]
    [InlineData("[|Thread.Sleep|](1)", "Thread.Sleep", "blocks the loop: await Task.Delay(span, clock) with a TimeProvider that the constructor asks for")]
    [InlineData("task.[|Wait|]()", "Task.Wait", AwaitIt)]
    [InlineData("[|Task.WaitAll|](task)", "Task.WaitAll", "blocks the loop: await Task.WhenAll")]
    [InlineData("_ = task.[|Result|]", "Task.Result", AwaitIt)]
    [InlineData("_ = new ValueTask<int>(task).[|Result|]", "ValueTask.Result", AwaitIt)]
    [InlineData("task.GetAwaiter().[|GetResult|]()", "GetAwaiter().GetResult", AwaitIt)]
    [InlineData("new SemaphoreSlim(1).[|Wait|]()", "SemaphoreSlim.Wait", "blocks the loop: await WaitAsync")]
    [InlineData("new ManualResetEvent(false).[|WaitOne|]()", "WaitHandle.WaitOne", "blocks the loop, on which whatever it waits for has to run: await a task that completes then")]
    public Task A_wait_blocks_the_loop(string markedStatement, string name, string advice) => Unix.ReportsInApplianceAsync(
        $$"""
        var task = Count();
        {{markedStatement}};
        static async Task<int> Count() { await Task.Yield(); return 1; }
        """,
        $"'{name}' {advice}");

    [Theory]
    [InlineData("await task; _ = task.Result;")]
    [InlineData("await Task.WhenAll(task); _ = task.Result;")]
    [InlineData("if (task.IsCompletedSuccessfully) { _ = task.Result; }")]
    [InlineData("var first = await Task.WhenAny(task); _ = first.Result;")]
    [InlineData("await Task.WhenAll([task]); foreach (var t in new[] { task }) { _ = t.Result; }")]
    [InlineData("var all = new[] { task }; await Task.WhenAll(all); _ = all.Select(t => t.Result).Sum() + all[0].Result;")]
    [InlineData("_ = task.ContinueWith(t => t.Result, TaskScheduler.FromCurrentSynchronizationContext());")]
    [InlineData("_ = Task.FromResult(1).Result;")]
    [InlineData("_ = task.Wait(0); _ = new SemaphoreSlim(1).Wait(TimeSpan.Zero);")]
    public Task A_result_that_is_there_is_no_wait(string statements) => Unix.IsSilentInApplianceAsync(
        $$"""
        var task = Count();
        {{statements}}
        static async Task<int> Count() { await Task.Yield(); return 1; }
        """);

    [Theory]
    [InlineData("[|Task.Delay|](10)", "Task.Delay")]
    [InlineData("[|Task.Delay|](TimeSpan.FromSeconds(1), stop)", "Task.Delay")]
    [InlineData("new [|PeriodicTimer|](TimeSpan.FromSeconds(1))", "PeriodicTimer")]
    [InlineData("new [|CancellationTokenSource|](10)", "CancellationTokenSource")]
    [InlineData("Task.CompletedTask.[|WaitAsync|](TimeSpan.FromSeconds(1))", "Task.WaitAsync")]
    [InlineData("Task.FromResult(1).[|WaitAsync|](TimeSpan.FromSeconds(1), stop)", "Task.WaitAsync")]
    public Task A_timer_without_a_clock_is_not_the_loops(string markedExpression, string name) =>
        Unix.ReportsInApplianceAsync($"_ = {markedExpression};", $"'{name}' {PassAClock}");

    [Fact]
    public Task A_timer_with_a_clock_or_without_end_is_left_alone() => Unix.IsSilentInApplianceAsync(
        """
        var second = TimeSpan.FromSeconds(1);
        await Task.Delay(second, clock, stop);
        await Task.Delay(Timeout.Infinite, stop);
        await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        await Task.CompletedTask.WaitAsync(second, clock, stop);
        await Task.CompletedTask.WaitAsync(stop);
        using var source = new CancellationTokenSource(second, clock);
        using var other = new CancellationTokenSource();
        using var timer = new PeriodicTimer(second, clock);
        """);

    [Fact]
    public Task Another_clock_than_the_loops_is_reported() => Unix.ReportsInApplianceAsync(
        """
        var a = [|DateTime.UtcNow|];
        var b = [|DateTimeOffset.Now|];
        var c = [|System.Diagnostics.Stopwatch.StartNew|]();
        var d = [|Environment.TickCount64|];
        await Task.Delay(c.Elapsed, [|TimeProvider.System|], stop);
        using var e = new [|Timer|](_ => { });
        """,
        "'DateTime.UtcNow' does not follow the loop's clock: ask for TimeProvider in the constructor and call its GetUtcNow",
        "'DateTimeOffset.Now' does not follow the loop's clock: ask for TimeProvider in the constructor and call its GetUtcNow",
        "'Stopwatch.StartNew' does not follow the loop's clock: ask for TimeProvider in the constructor and call its GetTimestamp and GetElapsedTime",
        "'Environment.TickCount64' does not follow the loop's clock: ask for TimeProvider in the constructor and call its GetTimestamp and GetElapsedTime",
        "'TimeProvider.System' does not follow the loop's clock: ask for TimeProvider in the constructor",
        "'Timer' does not follow the loop's clock: ask for TimeProvider in the constructor and call its CreateTimer");

    [Fact]
    public Task A_library_is_looked_at_in_its_devices_and_what_is_inside_them() => Library.ReportsAsync(
        """
        public interface IThing;

        [Device(typeof(IThing))]
        public sealed class Thing : IThing
        {
            private readonly long _start = [|Environment.TickCount64|];

            public void Go()
            {
                Action later = () => [|Task.Run|](() => { });
                void Now() => [|Thread.Sleep|](1);
            }

            private sealed class Part
            {
                public DateTime Made { get; } = [|DateTime.Now|];
            }
        }

        public sealed class BesideIt
        {
            public static DateTime Made { get; } = DateTime.Now;
        }
        """,
        "'Environment.TickCount64' does not follow the loop's clock: ask for TimeProvider in the constructor and call its GetTimestamp and GetElapsedTime",
        $"'Task.Run' {Elsewhere}",
        "'Thread.Sleep' blocks the loop: await Task.Delay(span, clock) with a TimeProvider that the constructor asks for",
        "'DateTime.Now' does not follow the loop's clock: ask for TimeProvider in the constructor and call its GetUtcNow");

    [Fact]
    public Task A_program_is_looked_at_as_a_whole() => Unix.ReportsAsync(
        """
        internal static class BesideIt
        {
            public static Task A() => [|Task.Run|](() => { });
        }
        """,
        $"'Task.Run' {Elsewhere}");

    [Fact]
    public Task Tests_are_looked_at_in_their_appliances_only() =>
        new AnalyzerBench(new LoopAnalyzer(), TestProject.For("mock")).ReportsAsync(
            """
            [Unikernel]
            public sealed class Site
            {
                public Task RunAsync() => [|Task.Run|](() => { });
            }

            public sealed class SiteTests
            {
                public void It_ends() => new Site().RunAsync().Wait();
            }
            """,
            $"'Task.Run' {Elsewhere}");

    [Fact]
    public Task What_needs_an_operating_system_is_not_reported_twice() =>
        new AnalyzerBench(new LoopAnalyzer(), TestProject.For("xen")).ReportsInApplianceAsync(
            """
            Thread.Sleep(1);
            new Thread(() => { }).Start();
            await [|Task.Run|](() => { });
            """,
            $"'Task.Run' {Elsewhere}");

    [Fact]
    public Task A_project_that_does_not_know_the_framework_is_left_alone() =>
        new AnalyzerBench(
            new LoopAnalyzer(),
            new TestProject { References = TestReferences.WithoutFramework, HasImplicitUsings = false }).ReportsAsync(
            "public static class Uses { public static void A() => System.Threading.Thread.Sleep(1); }");

    [Fact]
    public Task Deriving_from_a_worker_is_a_use() => Unix.ReportsAsync(
        "public sealed class Worker : [|System.ComponentModel.BackgroundWorker|];",
        $"'BackgroundWorker' {Elsewhere}");

    [Fact]
    public void Every_row_of_the_table_names_something_that_exists()
    {
        var compilation = CSharpCompilation.Create("All", references: TestReferences.All);
        Assert.All(LoopApis.Rules, rule =>
        {
            var type = compilation.GetTypeByMetadataName(rule.Type);
            Assert.True(type is not null, rule.Type);
            Assert.All(rule.Names, name => Assert.Contains(
                type.GetMembers(), member => rule.Means(member) && member.Name == name));
        });
    }
}
