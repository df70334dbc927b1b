using BenchmarkDotNet.Attributes;

namespace MirageGen.Benchmarks;

/// <summary>What the loop itself costs: a turn, and a callback in it by the way that it came.</summary>
[MemoryDiagnoser]
public class EventLoopBenchmarks
{
    private const int Callbacks = 64;

    private static readonly Action<object?> Ready = static state => ((EventLoopBenchmarks)state!)._calls++;
    private static readonly SendOrPostCallback Posted = static state => ((EventLoopBenchmarks)state!)._calls++;

    private readonly BareLoop _own = new();
    private readonly BareLoop _other = new();
    private long _calls;

    /// <summary>Makes one of the loops this thread's; the other one is posted to from outside.</summary>
    [GlobalSetup]
    public void SetUp() => SynchronizationContext.SetSynchronizationContext(_own.Own());

    /// <summary>A turn in which nothing is ready.</summary>
    [Benchmark]
    public void EmptyTurn() => _own.Turn();

    /// <summary>A device's callback, of 64 in a turn.</summary>
    [Benchmark(OperationsPerInvoke = Callbacks)]
    public long Enqueue()
    {
        for (var i = 0; i < Callbacks; i++)
        {
            _own.Enqueue(Ready, this);
        }

        _own.Turn();
        return _calls;
    }

    /// <summary>A callback posted on the loop's thread, of 64 in a turn.</summary>
    [Benchmark(OperationsPerInvoke = Callbacks)]
    public long PostOnTheLoop() => Post(_own);

    /// <summary>A callback posted as other threads do, of 64 in a turn, with nobody else at the queue.</summary>
    [Benchmark(OperationsPerInvoke = Callbacks)]
    public long PostFromOutside() => Post(_other);

    private long Post(BareLoop loop)
    {
        for (var i = 0; i < Callbacks; i++)
        {
            loop.Post(Posted, this);
        }

        loop.Turn();
        return _calls;
    }
}
