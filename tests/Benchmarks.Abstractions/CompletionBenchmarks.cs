using BenchmarkDotNet.Attributes;
using MirageGen.Loop;

namespace MirageGen.Benchmarks;

/// <summary>
/// One completion that is awaited on the loop: it is set, the waiter resumes in the turn after and awaits the next. Beside
/// it what .NET has for that.
/// </summary>
[MemoryDiagnoser]
public class CompletionBenchmarks
{
    private readonly BareLoop _loop = new();
    private readonly LoopCompletion<int> _completion = new();
    private TaskCompletionSource<int> _source = NewSource();
    private SynchronizationContext? _before;
    private long _sum;

    /// <summary>Starts the waiters on the loop.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _before = _loop.Own();
        _ = AwaitCompletionsAsync();
        _ = AwaitTasksAsync();
    }

    /// <summary>Gives the thread back.</summary>
    [GlobalCleanup]
    public void CleanUp() => SynchronizationContext.SetSynchronizationContext(_before);

    /// <summary>A task of its own each time.</summary>
    [Benchmark(Baseline = true)]
    public long AwaitTaskCompletionSource()
    {
        _source.SetResult(1);
        _loop.Turn();
        return _sum;
    }

    /// <summary>The completion of devices, used again and again.</summary>
    [Benchmark]
    public long AwaitLoopCompletion()
    {
        _completion.SetResult(1);
        _loop.Turn();
        return _sum;
    }

    private async Task AwaitCompletionsAsync()
    {
        while (true)
        {
            _sum += await _completion.Task;
            _completion.Reset();
        }
    }

    private async Task AwaitTasksAsync()
    {
        while (true)
        {
            _sum += await _source.Task;
            _source = NewSource();
        }
    }

    // As a device would have it, which must not be resumed into.
    private static TaskCompletionSource<int> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
