using System.Diagnostics;

namespace MirageGen.Unix.Tests;

public sealed class LoopTests
{
    [Theory, OnEachLoop]
    public void The_result_of_the_task_is_returned(LoopKind kind)
    {
        using var loop = kind.Create();
        Assert.Equal(42, loop.Run(() => Task.FromResult(42)));
    }

    [Theory, OnEachLoop]
    public void Awaits_resume_on_the_loop_whatever_completed_them(LoopKind kind) => kind.Run(async rig =>
    {
        Assert.True(rig.Loop.IsCurrent);
        await Task.Run(() => Assert.False(rig.Loop.IsCurrent));
        Assert.True(rig.Loop.IsCurrent);
        await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        Assert.True(rig.Loop.IsCurrent);
    });

    [Theory, OnEachLoop]
    public void Timers_fire_in_the_order_of_their_deadlines(LoopKind kind) => kind.Run(async rig =>
    {
        // What a deadline is depends on when its timer was started, and that on what else the host does.
        var fired = new List<TimeSpan>();
        var deadlines = new List<TimeSpan>();
        foreach (var milliseconds in (int[])[30, 10, 20, 0, 25])
        {
            var timer = rig.Loop.Timers.Create(at => fired.Add(deadlines[(int)at!]), deadlines.Count);
            timer.Start(TimeSpan.FromMilliseconds(milliseconds));
            deadlines.Add(timer.Deadline!.Value);
        }

        for (var left = 10_000; left > 0 && fired.Count < deadlines.Count; left--)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), rig.Clock);
        }

        Assert.Equal(deadlines.Order(), fired);
    });

    [Theory, OnEachLoop]
    public void No_timer_fires_early(LoopKind kind) => kind.Run(async rig =>
    {
        for (var microseconds = 50; microseconds < 3000; microseconds += 450)
        {
            var due = TimeSpan.FromMicroseconds(microseconds);
            var start = Stopwatch.GetTimestamp();
            var fired = new TaskCompletionSource();
            using var timer = rig.Loop.Timers.Create(static fired => ((TaskCompletionSource)fired!).SetResult(), fired);
            timer.Start(due);
            await fired.Task;
            Assert.True(Stopwatch.GetElapsedTime(start) >= due);
        }
    });

    [Theory, OnEachLoop]
    public void A_post_wakes_a_loop_that_sleeps(LoopKind kind) => kind.Run(async rig =>
    {
        for (var i = 0; i < 100; i++)
        {
            // Nothing else is due: without the wake this would hang.
            var posted = new TaskCompletionSource();
            new Thread(() => rig.Loop.Post(static posted => ((TaskCompletionSource)posted!).SetResult(), posted)).Start();
            await posted.Task;
        }
    });

    [Theory, OnEachLoop]
    public void Many_threads_post_and_nothing_is_lost(LoopKind kind) => kind.Run(async rig =>
    {
        const int Threads = 4;
        const int Posts = 5000;
        var count = 0;
        var done = new TaskCompletionSource();
        for (var i = 0; i < Threads; i++)
        {
            new Thread(() =>
            {
                for (var n = 0; n < Posts; n++)
                {
                    rig.Loop.Post(
                        _ =>
                        {
                            if (++count == Threads * Posts)
                            {
                                done.SetResult();
                            }
                        },
                        null);
                }
            }).Start();
        }

        await done.Task;
        Assert.Equal(Threads * Posts, count);
    });

    [Theory, OnEachLoop]
    public void A_post_after_the_loop_is_over_does_no_harm(LoopKind kind)
    {
        var loop = kind.Create();
        _ = loop.Run(() => Task.FromResult(0));
        loop.Dispose();
        loop.Dispose();
        loop.Post(static _ => { }, null);
    }

    [Theory, OnEachLoop]
    public void An_exception_of_a_callback_ends_the_run(LoopKind kind)
    {
        using var loop = kind.Create();
        var error = Assert.Throws<InvalidTimeZoneException>(() => loop.Run(async () =>
        {
            loop.Post(static _ => throw new InvalidTimeZoneException("from a callback"), null);
            await Task.Delay(Timeout.Infinite);
            return 0;
        }));
        Assert.Equal("from a callback", error.Message);
    }

    [Theory, OnEachLoop]
    public void The_context_of_the_thread_is_restored(LoopKind kind)
    {
        var before = SynchronizationContext.Current;
        using var loop = kind.Create();
        _ = loop.Run(() => Task.FromResult(0));
        Assert.Same(before, SynchronizationContext.Current);
    }

    [Fact]
    public void The_loop_of_this_system_is_the_one_made_for_it()
    {
        using var loop = Events.UnixLoop.Create();
        Assert.Equal(OperatingSystem.IsLinux(), loop is Events.EpollLoop);
    }
}
