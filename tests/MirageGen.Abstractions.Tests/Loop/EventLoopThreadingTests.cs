using MirageGen.Loop;

namespace MirageGen.Abstractions.Tests.Loop;

/// <summary>What other threads may do to a loop: post to it, and nothing else.</summary>
public sealed class EventLoopThreadingTests
{
    [Fact]
    public void A_post_from_another_thread_wakes_the_loop_and_runs_on_it()
    {
        using var loop = new TestLoop();
        var ranOnLoop = false;

        OnAnotherThread(() =>
        {
            Assert.False(loop.IsCurrent);
            loop.Post(_ => ranOnLoop = loop.IsCurrent, null);
        });

        Assert.Equal(1, loop.Wakes);
        loop.Turn();
        Assert.True(ranOnLoop);
    }

    [Fact]
    public void Many_posts_before_a_turn_wake_it_once_and_keep_their_order()
    {
        using var loop = new TestLoop();
        var trace = new List<int>();

        OnAnotherThread(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                loop.Post(number => trace.Add((int)number!), i);
            }
        });
        Assert.Equal(1, loop.Wakes);
        loop.Turn();

        Assert.Equal(Enumerable.Range(0, 100), trace);
        OnAnotherThread(() => loop.Post(_ => { }, null));
        Assert.Equal(2, loop.Wakes);
    }

    [Fact]
    public void A_post_that_arrives_during_a_turn_keeps_the_loop_from_sleeping()
    {
        using var loop = new TestLoop();
        loop.Timers.Create(_ => OnAnotherThread(() => loop.Post(_ => { }, null)), null).Start(TimeSpan.Zero);

        loop.Turn();

        Assert.Equal(TimeSpan.Zero, loop.LastSleep);
    }

    [Fact]
    public void Another_thread_that_would_wait_for_the_loop_is_refused()
    {
        using var loop = new TestLoop();

        OnAnotherThread(() => Assert.Throws<InvalidOperationException>(() => loop.Send(_ => { }, null)));
    }

    /// <summary>
    /// A loop that really sleeps until it is woken, and threads that post to it one at a time, waiting for each to run:
    /// a wake-up that is lost leaves both asleep.
    /// </summary>
    [Fact]
    public void No_wake_up_is_lost()
    {
        const int PostsEach = 5_000;
        using var loop = new SleepingLoop();
        var posters = Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            using var ran = new SemaphoreSlim(0);
            for (var i = 0; i < PostsEach && !loop.IsStuck; i++)
            {
                loop.Post(state => ((SemaphoreSlim)state!).Release(), ran);
                if (!ran.Wait(TimeSpan.FromSeconds(30), CancellationToken.None))
                {
                    loop.IsStuck = true;
                }
            }

            loop.Post(_ => loop.Ended++, null);
        })).ToArray();

        Array.ForEach(posters, poster => poster.Start());
        loop.RunUntilEnded(posters.Length);
        Array.ForEach(posters, poster => poster.Join());

        Assert.False(loop.IsStuck);
    }

    private static void OnAnotherThread(Action act)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(act));
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    private sealed class SleepingLoop() : EventLoop(static () => TimeSpan.Zero), IDisposable
    {
        private readonly SemaphoreSlim _wake = new(0);
        private volatile bool _isStuck;
        private int _posters;

        public int Ended { get; set; }

        public bool IsStuck
        {
            get => _isStuck;
            set => _isStuck = value;
        }

        public void RunUntilEnded(int posters)
        {
            var before = Enter();
            _posters = posters;
            while (Ended < posters)
            {
                RunTurn(maySleep: true);
            }

            SetSynchronizationContext(before);
        }

        public void Dispose() => _wake.Dispose();

        // Longer than the posters' patience, so that it is they who find a loop that is asleep.
        protected override void WaitForEvents(TimeSpan atMost)
        {
            if (Ended < _posters)
            {
                _wake.Wait(atMost == Timeout.InfiniteTimeSpan ? TimeSpan.FromSeconds(40) : atMost);
            }
        }

        protected override void Wake() => _wake.Release();
    }
}
