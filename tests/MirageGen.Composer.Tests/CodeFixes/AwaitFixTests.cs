using MirageGen.Composer.CodeFixes.Loop;
using MirageGen.Composer.Loop;
using MirageGen.Composer.Tests.Analyzers;

namespace MirageGen.Composer.Tests.CodeFixes;

public sealed class AwaitFixTests
{
    private const string Title = "Await the task";

    private static readonly CodeFixBench Bench = new(new AwaitFix(), TestProject.For("unix"));

    [Theory]
    [InlineData("var n = Count().Result;", "var n = await Count();")]
    [InlineData("Count().Wait(); // waits", "await Count(); // waits")]
    [InlineData("var n = Count().GetAwaiter().GetResult();", "var n = await Count();")]
    [InlineData("var text = Count().Result.ToString();", "var text = (await Count()).ToString();")]
    [InlineData("var n = new ValueTask<int>(Count()).Result + 1;", "var n = await new ValueTask<int>(Count()) + 1;")]
    [InlineData(
        "Func<Task<int>> later = async () => { await Task.Yield(); return Count().Result; };",
        "Func<Task<int>> later = async () => { await Task.Yield(); return await Count(); };")]
    public Task A_wait_becomes_an_await(string before, string after) => On(before).BecomesAsync(Title, Source(after));

    [Fact]
    public Task All_of_them_at_once() => On(
        """
        var sum = Count().Result + Count().GetAwaiter().GetResult();
                Count().Wait();
        """).AllBecomeAsync(Title, Source(
        """
        var sum = await Count() + await Count();
                await Count();
        """));

    [Theory]
    [InlineData("Func<int> now = () => Count().Result;")]
    [InlineData("lock (this) { Count().Wait(); }")]
    [InlineData("Count().Wait(1000);")]
    [InlineData("Task.WaitAll(Count());")]
    public Task Nothing_is_offered_where_one_cannot_await(string statements) => On(statements).OffersAsync();

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
        }
        """;
}
