namespace MirageGen.TestKit.Tests.Worlds;

public sealed class RunTests
{
    [Fact]
    public void Time_jumps_to_the_next_deadline()
    {
        var report = World.Run(async world =>
        {
            await world.DelayAsync(TimeSpan.FromHours(9));

            Assert.Equal(TimeSpan.FromHours(9), world.Now);
            Assert.Equal(World.Start.AddHours(9), world.Clock.GetUtcNow());
        });

        Assert.Equal(TimeSpan.FromHours(9), report.Elapsed);
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_deadlines() => World.Run(async world =>
    {
        var order = new List<int>();
        await Task.WhenAll(After(30), After(10), After(20));

        Assert.Equal([10, 20, 30], order);

        async Task After(int seconds)
        {
            await world.DelayAsync(TimeSpan.FromSeconds(seconds));
            order.Add(seconds);
        }
    });

    [Fact]
    public void A_failure_names_its_seed_and_keeps_its_cause()
    {
        var error = Assert.Throws<WorldException>(() => World.Run(12345, async world =>
        {
            world.Note("about to fail");
            await world.DelayAsync(TimeSpan.FromSeconds(1));
            throw new InvalidDataException("the answer was wrong");
        }));

        Assert.Equal(12345UL, error.Seed);
        Assert.StartsWith("the answer was wrong", error.Message, StringComparison.Ordinal);
        Assert.Contains("seed 12345: set MIRAGEGEN_SEED=12345 to reproduce", error.Message, StringComparison.Ordinal);
        Assert.Contains("0.0000000 note about to fail", error.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidDataException>(error.InnerException);
    }

    [Fact]
    public void A_test_skipped_in_a_world_is_skipped()
    {
        Exception? skip = null;
        try
        {
            World.Run(_ =>
            {
                Assert.Skip("not on this machine");
                return Task.CompletedTask;
            });
        }
#pragma warning disable CA1031 // Assert.Throws would pass the skip on and skip this very test.
        catch (Exception error)
#pragma warning restore CA1031
        {
            skip = error;
        }

        Assert.NotNull(skip);
        Assert.IsNotType<WorldException>(skip);
    }

    [Fact]
    public void A_test_that_ends_at_once_is_a_run()
    {
        var report = World.Run(5, _ => Task.CompletedTask);

        Assert.Equal(5UL, report.Seed);
        Assert.Equal(TimeSpan.Zero, report.Elapsed);
    }

    [Fact]
    public void The_context_of_the_caller_is_restored()
    {
        var before = SynchronizationContext.Current;
        World.Run(_ => Task.CompletedTask);
        Assert.Throws<WorldException>(() => World.Run(_ => throw new InvalidOperationException("at once")));

        Assert.Same(before, SynchronizationContext.Current);
    }

    [Fact]
    public void A_wait_for_nothing_is_reported_at_once()
    {
        var error = Assert.Throws<WorldException>(() => World.Run(_ => new TaskCompletionSource().Task));

        Assert.IsType<DeadlockException>(error.InnerException);
        Assert.Contains("the test awaits a task that nothing will complete", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deadlock_names_what_waits()
    {
        var error = Assert.Throws<WorldException>(() => World.Run(async world =>
        {
            var server = world.AddHost("server", "10.0.0.2");
            var client = world.AddHost("client", "10.0.0.1");
            server.Start(stop => server.Tcp.ServeAsync(80, async (flow, token) => await flow.Input.ReadAsync(token), stop), "web");
            var flow = await client.Tcp.ConnectAsync(new(server.Address, 80), world.Stop);
            var reading = flow.Input.ReadAsync(world.Stop).AsTask();
            await client.Console.ReadLineAsync(world.Stop);
            await reading;
        }));

        Assert.IsType<DeadlockException>(error.InnerException);
        Assert.Contains("server: an accept on *:80", error.Message, StringComparison.Ordinal);
        Assert.Contains("server: a read from the flow 10.0.0.2:80 > 10.0.0.1:49152 (client)", error.Message, StringComparison.Ordinal);
        Assert.Contains("client: a read from the flow 10.0.0.1:49152 > 10.0.0.2:80 (server)", error.Message, StringComparison.Ordinal);
        Assert.Contains("client: a read from the console", error.Message, StringComparison.Ordinal);
        Assert.Contains("server: the task 'web' runs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Virtual_time_is_bounded()
    {
        var error = Assert.Throws<WorldException>(() => World.Run(
            new WorldOptions { MaxTime = TimeSpan.FromMinutes(1) },
            async world =>
            {
                while (true)
                {
                    await world.DelayAsync(TimeSpan.FromSeconds(1));
                }
            }));

        Assert.IsType<WorldLimitException>(error.InnerException);
        Assert.Contains("MaxTime", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Report.Elapsed, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(62));
    }

    [Fact]
    public void Turns_are_bounded()
    {
        var error = Assert.Throws<WorldException>(() => World.Run(
            new WorldOptions { MaxTurns = 1000 },
            async _ =>
            {
                while (true)
                {
                    await Task.Yield();
                }
            }));

        Assert.IsType<WorldLimitException>(error.InnerException);
        Assert.Equal(1000, error.Report.Turns);
    }

    [Fact]
    public void An_aborted_test_run_ends_the_world()
    {
        using var abort = new CancellationTokenSource();
        var options = new WorldOptions { Cancellation = abort.Token };

        Assert.Throws<OperationCanceledException>(() => World.Run(options, async world =>
        {
            await world.DelayAsync(TimeSpan.FromSeconds(1));
            abort.Cancel();
            await world.DelayAsync(TimeSpan.FromSeconds(1));
        }));
    }

    [Fact]
    public void Work_on_another_thread_is_caught_and_explained()
    {
        var error = Assert.Throws<WorldException>(() => World.Run(async _ =>
        {
            // Let go only when it is awaited: a task that has ended before never leaves the loop.
            using var gate = new ManualResetEventSlim();
            SynchronizationContext.Current!.Post(_ => gate.Set(), null);
            await Task.Run(gate.Wait);
        }));

        Assert.IsType<OffLoopException>(error.InnerException);
        Assert.Contains("Task.Run", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Real_time_is_caught_and_explained()
    {
        var error = Assert.Throws<WorldException>(() => World.Run(async _ => await Task.Delay(50)));

        Assert.IsType<OffLoopException>(error.InnerException);
    }

    [Fact]
    public void Many_worlds_differ_and_the_one_that_fails_is_named()
    {
        var seeds = new HashSet<ulong>();
        World.RunMany(50, world => Task.FromResult(seeds.Add(world.Seed)), new WorldOptions { Seed = 1 });
        Assert.Equal(50, seeds.Count);
        Assert.Contains(1UL, seeds);

        var unlucky = seeds.Last();
        var error = Assert.Throws<WorldException>(() => World.RunMany(
            50,
            world => world.Seed == unlucky ? throw new InvalidOperationException("unlucky") : Task.CompletedTask,
            new WorldOptions { Seed = 1 }));
        Assert.Equal(unlucky, error.Seed);
    }

    [Fact]
    public void A_task_of_a_host_that_fails_fails_the_run_at_once()
    {
        var error = Assert.Throws<WorldException>(() => World.Run(async world =>
        {
            world.AddHost("server").Start(async _ =>
            {
                await world.DelayAsync(TimeSpan.FromSeconds(5));
                throw new InvalidOperationException("the appliance broke");
            });
            await world.DelayAsync(TimeSpan.FromHours(1));
        }));

        Assert.StartsWith("the appliance broke", error.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(5), error.Report.Elapsed);
    }

    [Fact]
    public void Tasks_of_hosts_are_stopped_when_the_test_ends()
    {
        var events = new List<string>();
        World.Run(world =>
        {
            world.AddHost("server").Start(async stop =>
            {
                events.Add("started");
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, world.Clock, stop);
                }
                finally
                {
                    events.Add("stopped");
                }
            });
            return Task.CompletedTask;
        });

        Assert.Equal(["started", "stopped"], events);
    }

    [Fact]
    public void A_task_that_does_not_stop_is_named()
    {
        var error = Assert.Throws<WorldException>(() => World.Run(world =>
        {
            world.AddHost("server").Start(_ => new TaskCompletionSource().Task, "stubborn");
            return Task.CompletedTask;
        }));

        Assert.Contains("server: the task 'stubborn' runs", error.Message, StringComparison.Ordinal);
    }
}
