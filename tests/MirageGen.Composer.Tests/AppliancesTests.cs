using MirageGen.Composition;

namespace MirageGen.Composer.Tests;

/// <summary>Several appliances in one image: what becomes of the others when one ends.</summary>
public sealed class AppliancesTests
{
    [Fact]
    public async Task All_that_end_well_end_well() =>
        Assert.Equal(0, await Appliances.RunAllAsync(TestContext.Current.CancellationToken, _ => Task.FromResult(0), _ => Task.FromResult(0)));

    [Fact]
    public async Task One_that_ends_well_leaves_the_others_running()
    {
        var other = new TaskCompletionSource<int>();
        var all = Appliances.RunAllAsync(TestContext.Current.CancellationToken, _ => Task.FromResult(0), _ => other.Task);

        Assert.False(all.IsCompleted);
        other.SetResult(0);
        Assert.Equal(0, await all);
    }

    [Fact]
    public async Task Exit_code_of_the_first_that_fails_counts_and_stops_the_others()
    {
        var first = new TaskCompletionSource<int>();
        var all = Appliances.RunAllAsync(TestContext.Current.CancellationToken, stop => UntilStopped(9, stop), _ => first.Task, stop => UntilStopped(8, stop));

        Assert.False(all.IsCompleted);
        first.SetResult(7);
        Assert.Equal(7, await all);
    }

    [Fact]
    public async Task Exception_stops_the_others_and_is_thrown_when_they_have_ended()
    {
        var ended = false;
        var all = Appliances.RunAllAsync(
            TestContext.Current.CancellationToken,
            async stop =>
            {
                await UntilStopped(0, stop);
                ended = true;
                return 0;
            },
            _ => throw new DeviceException("no interface"));

        Assert.Equal("no interface", (await Assert.ThrowsAsync<DeviceException>(() => all)).Message);
        Assert.True(ended);
    }

    [Fact]
    public async Task Several_exceptions_are_thrown_together()
    {
        var all = Appliances.RunAllAsync(
            TestContext.Current.CancellationToken,
            async stop =>
            {
                await UntilStopped(0, stop);
                throw new InvalidOperationException("second");
            },
            _ => throw new DeviceException("first"));

        var thrown = await Assert.ThrowsAsync<AggregateException>(() => all);
        Assert.Equal(["first", "second"], thrown.InnerExceptions.Select(e => e.Message));
    }

    [Fact]
    public async Task Stop_from_outside_is_passed_on_and_answered_as_by_one_appliance()
    {
        using var stop = new CancellationTokenSource();
        var all = Appliances.RunAllAsync(
            stop.Token,
            async token =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
                return 0;
            },
            token => UntilStopped(0, token));

        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => all);
    }

    private static Task<int> UntilStopped(int exitCode, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource<int>();
        stop.Register(() => stopped.SetResult(exitCode));
        return stopped.Task;
    }
}
