using MirageGen.Loop;

namespace MirageGen.Abstractions.Tests.Loop;

public sealed class EventLoopTests
{
    private readonly List<string> _trace = [];

    [Fact]
    public void What_is_ready_runs_in_order_whichever_way_it_came()
    {
        using var loop = new TestLoop();
        loop.Enqueue(Note, "a");
        loop.Post(Note, "b");
        loop.Enqueue(Note, "c");

        loop.Turn();

        Assert.Equal(["a", "b", "c"], _trace);
    }

    [Fact]
    public void What_becomes_ready_meanwhile_waits_for_the_next_turn()
    {
        using var loop = new TestLoop();
        loop.Enqueue(_ => loop.Enqueue(Note, "later"), null);
        loop.Enqueue(Note, "now");

        loop.Turn();
        Assert.Equal(["now"], _trace);
        Assert.Equal(TimeSpan.Zero, loop.LastSleep);

        loop.Turn();
        Assert.Equal(["now", "later"], _trace);
    }

    [Fact]
    public void Something_that_is_always_ready_ends_no_turn_and_starves_no_timer()
    {
        using var loop = new TestLoop();
        void Again(object? state)
        {
            _trace.Add("again");
            loop.Enqueue(Again, null);
        }

        Again(null);
        loop.Timers.Create(Note, "timer").Start(TimeSpan.Zero);

        loop.Turn();
        loop.Turn();

        Assert.Equal(["again", "again", "timer", "again"], _trace);
    }

    [Fact]
    public void A_turn_is_ready_work_then_timers_then_doorbells_then_events()
    {
        using var loop = new TestLoop { OnWait = () => _trace.Add("events") };
        loop.AtEndOfTurn(new TurnEnd(() => _trace.Add("doorbell")));
        loop.Timers.Create(Note, "timer").Start(TimeSpan.Zero);
        loop.Enqueue(Note, "ready");

        loop.Turn();

        Assert.Equal(["ready", "timer", "doorbell", "events"], _trace);
    }

    [Fact]
    public void The_ready_queue_keeps_its_order_while_it_grows()
    {
        using var loop = new TestLoop();
        var expected = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            loop.Enqueue(Note, $"old {i}");
        }

        // From the middle of a turn, so that the ring has wrapped round when it grows.
        loop.Enqueue(
            _ =>
            {
                for (var i = 0; i < 1000; i++)
                {
                    loop.Enqueue(Note, $"new {i}");
                }
            },
            null);
        expected.AddRange(Enumerable.Range(0, 40).Select(i => $"old {i}"));
        expected.AddRange(Enumerable.Range(0, 1000).Select(i => $"new {i}"));

        loop.Turn();
        loop.Turn();

        Assert.Equal(expected, _trace);
    }

    [Fact]
    public void An_exception_leaves_the_rest_ready()
    {
        using var loop = new TestLoop();
        loop.Enqueue(_ => throw new InvalidOperationException("no"), null);
        loop.Enqueue(Note, "rest");

        Assert.Throws<InvalidOperationException>(loop.Turn);
        loop.Turn();

        Assert.Equal(["rest"], _trace);
    }

    [Fact]
    public void It_sleeps_only_when_nothing_is_ready_and_it_may()
    {
        using var loop = new TestLoop();

        loop.Turn();
        Assert.Equal(Timeout.InfiniteTimeSpan, loop.LastSleep);

        loop.Timers.Create(Note, "timer").Start(TimeSpan.FromSeconds(5));
        loop.Turn();
        Assert.Equal(TimeSpan.FromSeconds(5), loop.LastSleep);

        loop.TurnWithoutSleep();
        Assert.Equal(TimeSpan.Zero, loop.LastSleep);

        loop.AtEndOfTurn(new TurnEnd(() => loop.Enqueue(Note, "more")));
        loop.Turn();
        Assert.Equal(TimeSpan.Zero, loop.LastSleep);
    }

    [Fact]
    public void A_timer_started_by_a_doorbell_bounds_the_sleep()
    {
        using var loop = new TestLoop();
        var timer = loop.Timers.Create(Note, "timer");
        loop.AtEndOfTurn(new TurnEnd(() => timer.Start(TimeSpan.FromSeconds(1))));

        loop.Turn();

        Assert.Equal(TimeSpan.FromSeconds(1), loop.LastSleep);
    }

    [Fact]
    public void A_device_is_rung_each_turn_until_it_is_forgotten()
    {
        using var loop = new TestLoop();
        var device = new TurnEnd(() => _trace.Add("bell"));
        loop.AtEndOfTurn(device);

        loop.Turn();
        loop.Turn();
        loop.Forget(device);
        loop.Turn();

        Assert.Equal(["bell", "bell"], _trace);
    }

    [Fact]
    public void A_device_is_rung_before_those_it_stands_on()
    {
        using var loop = new TestLoop();
        loop.AtEndOfTurn(new TurnEnd(() => _trace.Add("network")));
        loop.AtEndOfTurn(new TurnEnd(() => _trace.Add("transport")));

        loop.Turn();

        Assert.Equal(["transport", "network"], _trace);
    }

    [Fact]
    public void A_device_that_forgets_itself_takes_no_turn_from_the_next()
    {
        using var loop = new TestLoop();
        loop.AtEndOfTurn(new TurnEnd(() => _trace.Add("third")));
        loop.AtEndOfTurn(new TurnEnd(() => _trace.Add("second")));
        TurnEnd? first = null;
        first = new TurnEnd(() =>
        {
            _trace.Add("first");
            loop.Forget(first!);
        });
        loop.AtEndOfTurn(first);

        loop.Turn();
        Assert.Equal(["first", "second", "third"], _trace);

        loop.Turn();
        Assert.Equal(["first", "second", "third", "second", "third"], _trace);
    }

    [Fact]
    public void A_device_forgotten_by_an_earlier_one_is_not_rung_any_more()
    {
        using var loop = new TestLoop();
        var second = new TurnEnd(() => _trace.Add("second"));
        loop.AtEndOfTurn(new TurnEnd(() => _trace.Add("third")));
        loop.AtEndOfTurn(second);
        loop.AtEndOfTurn(new TurnEnd(() =>
        {
            _trace.Add("first");
            loop.Forget(second);
        }));

        loop.Turn();

        Assert.Equal(["first", "third"], _trace);
    }

    [Fact]
    public void It_is_the_threads_loop_while_it_runs()
    {
        var before = SynchronizationContext.Current;
        using (var loop = new TestLoop())
        {
            Assert.Same(loop, EventLoop.Current);
            Assert.True(loop.IsCurrent);
            Assert.Same(loop, loop.CreateCopy());
        }

        Assert.Same(before, SynchronizationContext.Current);
        Assert.Null(EventLoop.Current);
    }

    [Fact]
    public void Sending_on_its_own_thread_runs_at_once()
    {
        using var loop = new TestLoop();

        loop.Send(Note, "sent");

        Assert.Equal(["sent"], _trace);
    }

    [Fact]
    public void An_await_resumes_on_the_loop() => TestLoop.Run(async loop =>
    {
        await Task.Yield();
        Assert.True(loop.IsCurrent);
        await Task.Delay(TimeSpan.FromHours(1), loop.Clock, TestContext.Current.CancellationToken);
        Assert.True(loop.IsCurrent);
        Assert.Equal(TimeSpan.FromHours(1), loop.Now);
    });

    [Fact]
    public void Turning_with_ready_work_allocates_nothing()
    {
        using var loop = new TestLoop();
        var left = 0;
        Action<object?> again = null!;
        again = state =>
        {
            if (left-- > 0)
            {
                loop.Enqueue(again, state);
            }
        };
        loop.AtEndOfTurn(new TurnEnd(static () => { }));
        void Run()
        {
            left = 1000;
            for (var i = 0; i < 10; i++)
            {
                loop.Enqueue(again, null);
            }

            while (left > 0)
            {
                loop.Turn();
            }
        }

        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Note(object? text) => _trace.Add((string)text!);

    private sealed class TurnEnd(Action act) : ITurnEnd
    {
        public void EndTurn() => act();
    }
}
