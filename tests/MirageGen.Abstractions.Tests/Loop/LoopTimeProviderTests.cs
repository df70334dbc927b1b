namespace MirageGen.Abstractions.Tests.Loop;

public sealed class LoopTimeProviderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly List<TimeSpan> _ticks = [];

    [Fact]
    public void Delays_timeouts_and_periods_all_follow_the_loops_time() => TestLoop.Run(async loop =>
    {
        var cancellation = TestContext.Current.CancellationToken;
        await Task.Delay(TimeSpan.FromDays(30), loop.Clock, cancellation);
        Assert.Equal(TimeSpan.FromDays(30), loop.Now);

        using var timeout = new CancellationTokenSource(Second, loop.Clock);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Timeout.InfiniteTimeSpan, loop.Clock, timeout.Token));
        Assert.Equal(TimeSpan.FromDays(30) + Second, loop.Now);

        using var period = new PeriodicTimer(Second, loop.Clock);
        for (var i = 0; i < 60; i++)
        {
            Assert.True(await period.WaitForNextTickAsync(cancellation));
        }

        Assert.Equal(TimeSpan.FromDays(30) + (61 * Second), loop.Now);
        await Assert.ThrowsAsync<TimeoutException>(() => new TaskCompletionSource().Task.WaitAsync(Second, loop.Clock, cancellation));
    });

    [Fact]
    public void Timestamps_count_the_loops_time_in_its_ticks()
    {
        using var loop = new TestLoop();
        var start = loop.Clock.GetTimestamp();

        loop.Now += new TimeSpan(12_345);

        Assert.Equal(new TimeSpan(12_345), loop.Clock.GetElapsedTime(start));
        Assert.Equal(TimeZoneInfo.Utc, loop.Clock.LocalTimeZone);
    }

    [Fact]
    public void A_timer_with_a_period_fires_until_it_is_changed()
    {
        using var loop = new TestLoop { SleepsAway = true };
        using var timer = loop.Clock.CreateTimer(_ => _ticks.Add(loop.Now), null, 2 * Second, Second);

        Turn(loop, 4);
        Assert.Equal([2 * Second, 3 * Second, 4 * Second], _ticks);

        Assert.True(timer.Change(Second, Timeout.InfiniteTimeSpan));
        Turn(loop, 4);
        Assert.Equal(4, _ticks.Count);
        Assert.Equal(Timeout.InfiniteTimeSpan, loop.LastSleep);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_timer_without_a_period_fires_once(int periodMilliseconds)
    {
        using var loop = new TestLoop { SleepsAway = true };
        using var timer = loop.Clock.CreateTimer(_ => _ticks.Add(loop.Now), null, Second, TimeSpan.FromMilliseconds(periodMilliseconds));

        Turn(loop, 4);

        Assert.Equal([Second], _ticks);
    }

    [Fact]
    public void A_timer_that_never_comes_due_takes_no_place()
    {
        using var loop = new TestLoop();
        using var timer = loop.Clock.CreateTimer(_ => _ticks.Add(loop.Now), null, Timeout.InfiniteTimeSpan, Second);

        loop.Turn();

        Assert.Equal(0, loop.Timers.Count);
        Assert.Empty(_ticks);
    }

    [Fact]
    public async Task A_disposed_timer_fires_no_more_and_cannot_be_changed()
    {
        using var loop = new TestLoop { SleepsAway = true };
        ITimer? timer = null;
        timer = loop.Clock.CreateTimer(
            _ =>
            {
                _ticks.Add(loop.Now);
                timer!.Dispose();
            },
            null,
            Second,
            Second);

        Turn(loop, 4);

        Assert.Equal([Second], _ticks);
        Assert.False(timer.Change(Second, Second));
        Assert.Equal(0, loop.Timers.Count);
        await timer.DisposeAsync();
    }

    [Fact]
    public void Times_that_are_none_are_refused_and_change_nothing()
    {
        using var loop = new TestLoop { SleepsAway = true };
        using var timer = loop.Clock.CreateTimer(_ => _ticks.Add(loop.Now), null, Second, Second);

        Assert.Throws<ArgumentOutOfRangeException>(() => timer.Change(-2 * Second, Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => timer.Change(Second, -2 * Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => loop.Clock.CreateTimer(_ => { }, null, -2 * Second, Second));
        Assert.Throws<ArgumentNullException>(() => loop.Clock.CreateTimer(null!, null, Second, Second));

        Turn(loop, 3);
        Assert.Equal([Second, 2 * Second], _ticks);
    }

    [Fact]
    public void Delays_that_come_and_go_leave_nothing_behind() => TestLoop.Run(async loop =>
    {
        for (var i = 0; i < 1000; i++)
        {
            using var source = new CancellationTokenSource();
            var delay = Task.Delay(TimeSpan.FromHours(1), loop.Clock, source.Token);
            source.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delay);
        }

        Assert.Equal(0, loop.Timers.Count);
        Assert.Equal(TimeSpan.Zero, loop.Now);
    });

    private static void Turn(TestLoop loop, int times)
    {
        for (var i = 0; i < times; i++)
        {
            loop.Turn();
        }
    }
}
