using System.Threading.Tasks.Sources;
using MirageGen.Loop;

namespace MirageGen.Abstractions.Tests.Loop;

public sealed class LoopCompletionTests
{
    [Fact]
    public void The_waiter_resumes_in_the_next_turn_and_never_inside_the_completion()
    {
        using var loop = new TestLoop();
        var completion = new LoopCompletion<int>();
        var result = WaitAsync(completion);

        completion.SetResult(7);
        Assert.False(result.IsCompleted);
        loop.Turn();

        Assert.Equal(7, Result(result));
    }

    [Fact]
    public void A_result_that_is_there_is_taken_at_once()
    {
        using var loop = new TestLoop();
        var completion = new LoopCompletion<int>();
        completion.SetResult(7);

        Assert.True(completion.IsCompleted);
        Assert.Equal(7, Result(WaitAsync(completion)));
    }

    [Fact]
    public void A_chain_of_waiters_resumes_one_turn_after_another_without_nesting()
    {
        using var loop = new TestLoop();
        var completions = Enumerable.Range(0, 10_000).Select(_ => new LoopCompletion<bool>()).ToArray();
        async Task PassOnAsync(int i)
        {
            await completions[i].Task;
            completions[i + 1].SetResult(true);
        }

        for (var i = 0; i < completions.Length - 1; i++)
        {
            _ = PassOnAsync(i);
        }

        completions[0].SetResult(true);
        for (var i = 0; i < completions.Length - 1; i++)
        {
            Assert.False(completions[^1].IsCompleted);
            loop.Turn();
        }

        Assert.True(completions[^1].IsCompleted);
    }

    [Fact]
    public void An_error_is_thrown_to_the_waiter_with_its_status()
    {
        using var loop = new TestLoop();
        var failed = new LoopCompletion<int>();
        var cancelled = new LoopCompletion<int>();
        var (failure, cancellation) = (WaitAsync(failed), WaitAsync(cancelled));

        failed.SetException(new DeviceException("gone"));
        cancelled.SetException(new OperationCanceledException());
        Assert.True(failed.Task.IsFaulted);
        Assert.True(cancelled.Task.IsCanceled);
        loop.Turn();

        Assert.Equal("gone", Assert.Throws<DeviceException>(() => Result(failure)).Message);
        Assert.True(cancellation.IsCanceled);
    }

    [Fact]
    public void The_task_without_its_result_is_the_same_completion()
    {
        using var loop = new TestLoop();
        var completion = new LoopCompletion<int>();
        var done = false;
        async Task Wait()
        {
            await completion.UntypedTask;
            done = true;
        }

        _ = Wait();
        completion.SetResult(1);
        loop.Turn();

        Assert.True(done);
        Assert.True(completion.UntypedTask.IsCompletedSuccessfully);
    }

    [Fact]
    public void It_can_be_used_again_and_again()
    {
        using var loop = new TestLoop();
        var completion = new LoopCompletion<int>();
        for (var i = 0; i < 100_000; i++)
        {
            var result = WaitAsync(completion);
            completion.SetResult(i);
            loop.Turn();
            Assert.Equal(i, Result(result));
            completion.Reset();
            Assert.False(completion.IsCompleted);
        }
    }

    [Fact]
    public void A_task_from_before_a_reset_is_refused()
    {
        using var loop = new TestLoop();
        var completion = new LoopCompletion<int>();
        var stale = completion.Task;
        completion.SetResult(1);
        completion.Reset();
        completion.SetResult(2);

        Assert.Throws<InvalidOperationException>(() => stale.IsCompleted);
        Assert.Throws<InvalidOperationException>(() => stale.GetAwaiter().GetResult());
        Assert.Throws<InvalidOperationException>(() => stale.GetAwaiter().OnCompleted(() => { }));
    }

    [Fact]
    public void A_second_waiter_is_refused_and_the_first_keeps_its_place()
    {
        using var loop = new TestLoop();
        var completion = new LoopCompletion<int>();
        var first = WaitAsync(completion);

        Assert.Throws<InvalidOperationException>(() => completion.Task.GetAwaiter().OnCompleted(() => { }));
        completion.SetResult(1);
        loop.Turn();

        Assert.Equal(1, Result(first));
    }

    [Fact]
    public void A_second_completion_is_refused_and_changes_nothing()
    {
        using var loop = new TestLoop();
        var completion = new LoopCompletion<int>();
        var result = WaitAsync(completion);
        completion.SetResult(1);

        Assert.Throws<InvalidOperationException>(() => completion.SetResult(2));
        Assert.Throws<InvalidOperationException>(() => completion.SetException(new DeviceException("late")));
        loop.Turn();

        Assert.Equal(1, Result(result));
    }

    [Fact]
    public void A_result_that_is_not_there_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => ((IValueTaskSource<int>)new LoopCompletion<int>()).GetResult(0));

    [Fact]
    public void Awaiting_it_off_a_loop_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => new LoopCompletion<int>().Task.GetAwaiter().OnCompleted(() => { }));

    [Fact]
    public void Reading_awaiting_and_completing_allocate_nothing()
    {
        using var loop = new TestLoop();
        var completion = new LoopCompletion<int>();
        var received = 0;
        async Task ReceiveAsync()
        {
            while (true)
            {
                received += await completion.Task;
                completion.Reset();
            }
        }

        _ = ReceiveAsync();
        void Run()
        {
            for (var i = 0; i < 1000; i++)
            {
                completion.SetResult(1);
                loop.Turn();
            }
        }

        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2000, received);
    }

    private static async Task<int> WaitAsync(LoopCompletion<int> completion) => await completion.Task;

    private static int Result(Task<int> task)
    {
        Assert.True(task.IsCompleted);
        return task.GetAwaiter().GetResult();
    }
}
