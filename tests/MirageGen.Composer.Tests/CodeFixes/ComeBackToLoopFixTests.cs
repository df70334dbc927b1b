using MirageGen.Composer.CodeFixes.Loop;
using MirageGen.Composer.Loop;
using MirageGen.Composer.Tests.Analyzers;

namespace MirageGen.Composer.Tests.CodeFixes;

public sealed class ComeBackToLoopFixTests
{
    private const string Title = "Come back to the loop";

    private static readonly CodeFixBench Bench = new(new ComeBackToLoopFix(), TestProject.For("unix"));

    [Theory]
    [InlineData("await Task.Yield(); await Task.CompletedTask.ConfigureAwait(false);", "await Task.Yield(); await Task.CompletedTask;")]
    [InlineData("var n = await Count().ConfigureAwait(continueOnCapturedContext: false); // n", "var n = await Count(); // n")]
    [InlineData("await foreach (var n in Numbers().WithCancellation(stop).ConfigureAwait(false)) { }", "await foreach (var n in Numbers().WithCancellation(stop)) { }")]
    [InlineData("await using (((IAsyncDisposable)Stream.Null).ConfigureAwait(false)) { }", "await using (((IAsyncDisposable)Stream.Null)) { }")]
    [InlineData("await Count().ConfigureAwait(ConfigureAwaitOptions.None);", "await Count();")]
    [InlineData(
        "await ((Task)Count()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);",
        "await ((Task)Count()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);")]
    public Task An_await_comes_back(string before, string after) => On(before).BecomesAsync(Title, Source(after));

    [Fact]
    public Task A_chain_over_several_lines_loses_only_the_call() => On(
        """
        await Count()
            .ConfigureAwait(false);
        """).BecomesAsync(Title, Source(
        """
        await Count();
        """));

    [Fact]
    public Task All_of_them_at_once() => On(
        """
        await Count().ConfigureAwait(false);
        Thread.Sleep(await Count().ConfigureAwait(false));
        await Count().ConfigureAwait(true);
        """).AllBecomeAsync(Title, Source(
        """
        await Count();
        Thread.Sleep(await Count());
        await Count().ConfigureAwait(true);
        """));

    [Theory]
    [InlineData("var configured = Count().ConfigureAwait(false); await configured;")]
    [InlineData("Thread.Sleep(1);")]
    public Task Nothing_is_offered_where_a_type_would_change_or_it_is_another_fault(string statements) =>
        On(statements).OffersAsync();

    private static CodeFixBench.Marked On(string statements) => Bench.From(new LoopAnalyzer(), Source(statements));

    private static string Source(string statements) => $$"""
        [Unikernel]
        public sealed class Site
        {
            public async Task RunAsync(CancellationToken stop)
            {
        {{statements}}
            }

            private static async Task<int> Count()
            {
                await Task.Yield();
                return 1;
            }

            private static async IAsyncEnumerable<int> Numbers()
            {
                await Task.Yield();
                yield return 1;
            }
        }
        """;
}
