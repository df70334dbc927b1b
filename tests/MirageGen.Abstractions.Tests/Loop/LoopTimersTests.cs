using MirageGen.Loop;

namespace MirageGen.Abstractions.Tests.Loop;

public sealed class LoopTimersTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly List<string> _trace = [];

    [Fact]
    public void A_timer_fires_once_at_its_deadline()
    {
        using var loop = new TestLoop();
        var timer = Create(loop, "fired");
        timer.Start(Second);
        Assert.Equal(Second, timer.Deadline);

        loop.Now = Second - new TimeSpan(1);
        loop.Turn();
        Assert.Empty(_trace);
        Assert.Equal(new TimeSpan(1), loop.LastSleep);

        loop.Now = Second;
        loop.Turn();
        loop.Turn();
        Assert.Equal(["fired"], _trace);
        Assert.Null(timer.Deadline);
        Assert.Equal(Timeout.InfiniteTimeSpan, loop.LastSleep);
    }

    [Fact]
    public void A_deadline_put_off_is_the_only_one_that_counts()
    {
        using var loop = new TestLoop();
        var timer = Create(loop, "fired");
        for (var i = 0; i < 100; i++)
        {
            timer.Start(Second);
            loop.Now += Second / 2;
            loop.Turn();
        }

        Assert.Empty(_trace);
        Assert.Equal(1, loop.Timers.Count);
        loop.Now += Second / 2;
        loop.Turn();
        Assert.Equal(["fired"], _trace);
    }

    [Fact]
    public void A_timer_put_off_still_comes_before_one_that_is_due_later()
    {
        using var loop = new TestLoop();
        var first = Create(loop, "first");
        first.Start(Second);
        first.Start(3 * Second);
        Create(loop, "second").Start(4 * Second);

        // One turn so late that both are due in it.
        loop.Now = 10 * Second;
        loop.Turn();

        Assert.Equal(["first", "second"], _trace);
    }

    [Fact]
    public void Of_two_that_are_due_together_the_one_started_first_comes_first()
    {
        using var loop = new TestLoop();
        var (first, second) = (Create(loop, "first"), Create(loop, "second"));
        first.Start(Second);
        second.Start(2 * Second);
        first.Start(2 * Second);
        loop.Now = 2 * Second;
        loop.Turn();
        Assert.Equal(["second", "first"], _trace);

        _trace.Clear();
        first.Start(Second);
        second.Start(Second);
        first.Stop();
        first.Start(Second);
        loop.Now += Second;
        loop.Turn();
        Assert.Equal(["second", "first"], _trace);
    }

    [Fact]
    public void A_timer_stopped_by_an_earlier_one_does_not_fire()
    {
        using var loop = new TestLoop();
        var (second, third) = (Create(loop, "second"), Create(loop, "third"));
        loop.Timers.Create(
            _ =>
            {
                second.Stop();
                third.Dispose();
            },
            null).Start(Second);
        second.Start(Second);
        third.Start(Second);

        loop.Now = Second;
        loop.Turn();

        Assert.Empty(_trace);
        Assert.Equal(Timeout.InfiniteTimeSpan, loop.LastSleep);
        Assert.Equal(0, loop.Timers.Count);
    }

    [Fact]
    public void A_timer_that_starts_itself_at_once_waits_for_the_next_turn()
    {
        using var loop = new TestLoop();
        LoopTimer? timer = null;
        timer = loop.Timers.Create(
            _ =>
            {
                _trace.Add("fired");
                timer!.Start(TimeSpan.Zero);
            },
            null);
        timer.Start(TimeSpan.Zero);

        loop.Turn();
        Assert.Equal(["fired"], _trace);
        Assert.Equal(TimeSpan.Zero, loop.LastSleep);

        loop.Turn();
        Assert.Equal(["fired", "fired"], _trace);
    }

    [Fact]
    public void A_time_that_has_passed_already_is_due_in_the_coming_turn()
    {
        using var loop = new TestLoop { Now = Second };
        Create(loop, "fired").Start(-2 * Second);

        loop.Turn();

        Assert.Equal(["fired"], _trace);
    }

    [Fact]
    public void The_longest_time_there_is_can_be_waited_for()
    {
        using var loop = new TestLoop { Now = Second };
        var timer = Create(loop, "fired");
        timer.Start(TimeSpan.MaxValue);

        loop.Turn();

        Assert.Equal(TimeSpan.MaxValue, timer.Deadline);
        Assert.Empty(_trace);
    }

    [Fact]
    public void A_disposed_timer_may_be_started_again()
    {
        using var loop = new TestLoop();
        var timer = Create(loop, "fired");
        timer.Start(Second);
        timer.Dispose();
        timer.Dispose();
        Assert.Equal(0, loop.Timers.Count);

        timer.Start(2 * Second);
        loop.Now = 2 * Second;
        loop.Turn();

        Assert.Equal(["fired"], _trace);
    }

    [Fact]
    public void Timers_that_come_and_go_leave_nothing_behind()
    {
        using var loop = new TestLoop();
        Create(loop, "last").Start(TimeSpan.FromDays(1));
        for (var i = 0; i < 100_000; i++)
        {
            var timer = Create(loop, "none");
            timer.Start(TimeSpan.FromHours(1));
            timer.Dispose();
        }

        Assert.Equal(1, loop.Timers.Count);
    }

    [Fact]
    public void Stopped_timers_give_up_their_places_when_these_come_up()
    {
        using var loop = new TestLoop();
        for (var i = 1; i <= 1000; i++)
        {
            var timer = Create(loop, "none");
            timer.Start(i * Second);
            timer.Stop();
        }

        Create(loop, "last").Start(2000 * Second);
        loop.Turn();

        Assert.Equal(2000 * Second, loop.LastSleep);
        Assert.Equal(1, loop.Timers.Count);
    }

    [Fact]
    public void Starting_stopping_and_firing_allocate_nothing()
    {
        using var loop = new TestLoop();
        var timers = Enumerable.Range(0, 100).Select(_ => loop.Timers.Create(static _ => { }, null)).ToArray();
        void Run()
        {
            for (var round = 0; round < 10; round++)
            {
                for (var i = 0; i < timers.Length; i++)
                {
                    timers[i].Start(i * Second);
                    timers[(i * 7) % timers.Length].Start(2 * i * Second);
                }

                loop.Now += 60 * Second;
                loop.Turn();
                timers[round].Stop();
                timers[round + 10].Dispose();
            }
        }

        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private LoopTimer Create(TestLoop loop, string name) => loop.Timers.Create(text => _trace.Add((string)text!), name);
}
