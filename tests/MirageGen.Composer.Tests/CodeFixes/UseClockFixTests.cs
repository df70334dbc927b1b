using MirageGen.Composer.CodeFixes.Loop;
using MirageGen.Composer.Loop;
using MirageGen.Composer.Tests.Analyzers;

namespace MirageGen.Composer.Tests.CodeFixes;

public sealed class UseClockFixTests
{
    private const string Title = "Follow the appliance's TimeProvider";

    private static readonly CodeFixBench Bench = new(new UseClockFix(), TestProject.For("unix"));

    [Theory]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(1));", "await Task.Delay(TimeSpan.FromSeconds(1), clock);")]
    [InlineData("await Task.Delay(500, stop); // half", "await Task.Delay(TimeSpan.FromMilliseconds(500), clock, stop); // half")]
    [InlineData("await Task.Delay(delay: span, cancellationToken: stop);", "await Task.Delay(delay: span, timeProvider: clock, cancellationToken: stop);")]
    [InlineData("await Task.CompletedTask.WaitAsync(span, stop);", "await Task.CompletedTask.WaitAsync(span, clock, stop);")]
    [InlineData("using var timer = new PeriodicTimer(span);", "using var timer = new PeriodicTimer(span, clock);")]
    [InlineData("using PeriodicTimer timer = new(span);", "using PeriodicTimer timer = new(span, clock);")]
    [InlineData("using var timeout = new CancellationTokenSource(10);", "using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(10), clock);")]
    [InlineData("Thread.Sleep(10);", "await Task.Delay(TimeSpan.FromMilliseconds(10), clock);")]
    [InlineData("var year = DateTime.UtcNow.Year;", "var year = clock.GetUtcNow().UtcDateTime.Year;")]
    [InlineData("var now = DateTime.Now;", "var now = clock.GetLocalNow().DateTime;")]
    [InlineData("var day = DateTime.Today;", "var day = clock.GetLocalNow().Date;")]
    [InlineData("var now = DateTimeOffset.UtcNow;", "var now = clock.GetUtcNow();")]
    [InlineData("var start = Stopwatch.GetTimestamp();", "var start = clock.GetTimestamp();")]
    [InlineData("var gone = Stopwatch.GetElapsedTime(0);", "var gone = clock.GetElapsedTime(0);")]
    [InlineData("await Task.Delay(span, TimeProvider.System, stop);", "await Task.Delay(span, clock, stop);")]
    public Task The_clock_in_scope_is_followed(string before, string after) =>
        Bench.From(new LoopAnalyzer(), Source("TimeProvider clock", before))
            .BecomesAsync(Title, Source("TimeProvider clock", after));

    [Fact]
    public Task A_clock_is_asked_for_where_there_is_none() =>
        Bench.From(new LoopAnalyzer(), Source("INetworkStack stack", "await Task.Delay(span);"))
            .BecomesAsync(Title, Source("INetworkStack stack, TimeProvider clock", "await Task.Delay(span, clock);"));

    [Fact]
    public Task All_uses_share_one_clock() =>
        Bench.From(new LoopAnalyzer(), Source("INetworkStack stack",
            """
            await Task.Delay(span);
                    var now = DateTimeOffset.UtcNow;
                    var watch = Stopwatch.StartNew();
            """)).AllBecomeAsync(Title, Source("INetworkStack stack, TimeProvider clock",
            """
            await Task.Delay(span, clock);
                    var now = clock.GetUtcNow();
                    var watch = Stopwatch.StartNew();
            """));

    [Fact]
    public Task An_ordinary_constructor_keeps_the_clock_in_a_field() => Bench.From(new LoopAnalyzer(),
        """
        [Unikernel]
        public sealed class Site
        {
            public Site()
            {
                Started = DateTimeOffset.UtcNow;
            }

            public DateTimeOffset Started { get; }

            public Task RunAsync() => Task.Delay(TimeSpan.FromSeconds(1));
        }
        """).AllBecomeAsync(Title,
        """
        [Unikernel]
        public sealed class Site
        {
            private readonly TimeProvider _clock;

            public Site(TimeProvider clock)
            {
                _clock = clock;
                Started = clock.GetUtcNow();
            }

            public DateTimeOffset Started { get; }

            public Task RunAsync() => Task.Delay(TimeSpan.FromSeconds(1), _clock);
        }
        """);

    [Fact]
    public Task A_parameter_of_the_method_serves_where_there_is_no_instance() => Bench.From(new LoopAnalyzer(),
        """
        [Unikernel]
        public sealed class Site
        {
            public static Task Wait(TimeProvider time) => Task.Delay(1, default);
        }
        """).BecomesAsync(Title,
        """
        [Unikernel]
        public sealed class Site
        {
            public static Task Wait(TimeProvider time) => Task.Delay(TimeSpan.FromMilliseconds(1), time, default);
        }
        """);

    [Theory]
    [InlineData("var watch = Stopwatch.StartNew();")]
    [InlineData("var ticks = Environment.TickCount64;")]
    [InlineData("Action now = () => Thread.Sleep(1);")]
    [InlineData("await Task.Delay(cancellationToken: stop, delay: span);")]
    [InlineData("static long Now() => DateTime.UtcNow.Ticks; Now();")]
    [InlineData("_ = Count().Result; static async Task<int> Count() { await Task.Yield(); return 1; }")]
    public Task Nothing_is_offered_where_it_takes_a_person(string statements) =>
        Bench.From(new LoopAnalyzer(), Source("TimeProvider clock", statements)).OffersAsync();

    private static string Source(string parameters, string statements) => $$"""
        using System.Diagnostics;

        [Unikernel]
        public sealed class Site({{parameters}})
        {
            public async Task RunAsync(CancellationToken stop)
            {
                var span = TimeSpan.Zero;
                {{statements}}
            }
        }
        """;
}
