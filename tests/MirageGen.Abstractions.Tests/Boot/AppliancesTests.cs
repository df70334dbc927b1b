using MirageGen.Abstractions.Tests.Loop;
using MirageGen.Composition;

namespace MirageGen.Abstractions.Tests.Boot;

public sealed class AppliancesTests
{
    [Fact]
    public void Appliances_run_beside_each_other_until_the_last_has_ended() => TestLoop.Run(async loop =>
    {
        var (first, second) = (new TaskCompletionSource<int>(), new TaskCompletionSource<int>());
        var all = Appliances.RunAllAsync(TestContext.Current.CancellationToken, _ => first.Task, _ => second.Task);

        first.SetResult(0);
        await Task.Yield();
        Assert.False(all.IsCompleted);
        second.SetResult(0);

        Assert.Equal(0, await all);
    });

    [Fact]
    public void One_that_fails_by_its_exit_code_stops_the_others_and_gives_the_code() => TestLoop.Run(async loop =>
    {
        var stopped = false;
        var code = await Appliances.RunAllAsync(
            CancellationToken.None,
            async stop =>
            {
                await Task.Yield();
                return 3;
            },
            async stop =>
            {
                await Stopped(stop);
                stopped = true;
                return 4;
            });

        Assert.Equal(3, code);
        Assert.True(stopped);
    });

    [Fact]
    public void One_that_throws_stops_the_others_and_is_thrown_when_they_have_ended() => TestLoop.Run(async loop =>
    {
        var stopped = false;
        var error = await Assert.ThrowsAsync<DeviceException>(() => Appliances.RunAllAsync(
            CancellationToken.None,
            _ => throw new DeviceException("the disk is full"),
            async stop =>
            {
                await Stopped(stop);
                stopped = true;
                stop.ThrowIfCancellationRequested();
                return 0;
            }));

        Assert.Equal("the disk is full", error.Message);
        Assert.True(stopped);
    });

    [Fact]
    public void Several_that_throw_are_thrown_together() => TestLoop.Run(async loop =>
    {
        var error = await Assert.ThrowsAsync<AggregateException>(() => Appliances.RunAllAsync(
            CancellationToken.None,
            _ => throw new DeviceException("first"),
            _ => throw new DeviceException("second")));

        Assert.Equal(["first", "second"], error.InnerExceptions.Select(inner => inner.Message));
    });

    [Fact]
    public void A_stop_from_outside_reaches_all_of_them_and_is_said_by_one_that_says_it() => TestLoop.Run(async loop =>
    {
        using var stop = new CancellationTokenSource();
        var all = Appliances.RunAllAsync(
            stop.Token,
            async inner =>
            {
                await Stopped(inner);
                return 0;
            },
            async inner =>
            {
                await Stopped(inner);
                inner.ThrowIfCancellationRequested();
                return 0;
            });

        stop.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => all);
    });

    private static Task Stopped(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource();
        stop.Register(stopped.SetResult);
        return stopped.Task;
    }
}
