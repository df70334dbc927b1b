using BenchmarkDotNet.Attributes;
using MirageGen.Loop;

namespace MirageGen.Benchmarks;

/// <summary>What a timer costs that is started, put off, cancelled or fires, alone and among ten thousand others.</summary>
[MemoryDiagnoser]
public class TimerBenchmarks
{
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Step = TimeSpan.FromMicroseconds(1);

    private readonly BareLoop _loop = new();
    private LoopTimer _idle = null!;
    private LoopTimer _timer = null!;
    private long _fired;

    /// <summary>How many others run meanwhile.</summary>
    [Params(0, 10_000)]
    public int Others { get; set; }

    /// <summary>Starts the others, due in no particular order within two minutes of a day from now.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(1);
        for (var i = 0; i < Others; i++)
        {
            _loop.Timers.Create(static _ => { }, null).Start(TimeSpan.FromDays(1) + (2 * random.NextDouble() * Later));
        }

        _timer = _loop.Timers.Create(static state => ((TimerBenchmarks)state!)._fired++, this);
        _idle = _loop.Timers.Create(static _ => { }, null);
        _idle.Start(Later);
    }

    /// <summary>A timeout that is not needed: started, and given up before it is due.</summary>
    [Benchmark]
    public void StartAndCancel()
    {
        _timer.Start(Later);
        _timer.Dispose();
    }

    /// <summary>An idle timeout that is renewed, as with every packet.</summary>
    [Benchmark]
    public void PutOff()
    {
        _loop.Advance(Step);
        _idle.Start(Later);
    }

    /// <summary>A timer that is started and due at once, and the turn in which it fires.</summary>
    [Benchmark]
    public long StartAndFire()
    {
        _timer.Start(TimeSpan.Zero);
        _loop.Turn();
        return _fired;
    }
}
