using System.Diagnostics;
using System.Globalization;

namespace MirageGen.Fuzz;

/// <summary>
/// How long to fuzz: a fixed number of inputs from a fixed seed, so that an ordinary run is the same every time, or as many
/// as fit into <c>MIRAGEGEN_FUZZ_SECONDS</c>, from a fresh seed.
/// </summary>
internal sealed class FuzzBudget
{
    private const ulong OrdinarySeed = 20260101;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly int _ordinaryRuns;
    private readonly int _seconds;
    private readonly ulong _first;

    public FuzzBudget(int ordinaryRuns)
    {
        _ordinaryRuns = ordinaryRuns;
        _seconds = Environment.GetEnvironmentVariable("MIRAGEGEN_FUZZ_SECONDS") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : 0;
        _first = _seconds > 0 ? (ulong)Random.Shared.Next() << 16 : OrdinarySeed;
    }

    /// <summary>The seeds to run, one input each.</summary>
    public IEnumerable<ulong> Seeds()
    {
        for (var run = 0UL; _seconds > 0 ? _watch.Elapsed.TotalSeconds < _seconds : run < (ulong)_ordinaryRuns; run++)
        {
            yield return _first + run;
        }
    }
}
