using System.Diagnostics;
using System.Globalization;

namespace MirageGen.Fuzz;

/// <summary>
/// How long to fuzz: a fixed number of inputs from a fixed seed, so that an ordinary run is the same every time, or as many
/// as fit into <c>MIRAGEGEN_FUZZ_SECONDS</c>, from a fresh seed: <c>./fuzz.sh</c>.
/// </summary>
internal sealed class FuzzBudget
{
    private const ulong OrdinarySeed = 20260101;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly int _ordinaryRuns;
    private readonly ulong _first;

    public FuzzBudget(int ordinaryRuns)
    {
        _ordinaryRuns = ordinaryRuns;
        _first = Seconds > 0 ? (ulong)Random.Shared.Next() << 16 : OrdinarySeed;
    }

    /// <summary>Seconds for each fuzzer; -1, which is no limit of time to CsCheck, in an ordinary run.</summary>
    public static int Seconds { get; } = Environment.GetEnvironmentVariable("MIRAGEGEN_FUZZ_SECONDS") is { Length: > 0 } text
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : -1;

    /// <summary>The seeds to run, one input each.</summary>
    public IEnumerable<ulong> Seeds()
    {
        for (var run = 0UL; Seconds > 0 ? _watch.Elapsed.TotalSeconds < Seconds : run < (ulong)_ordinaryRuns; run++)
        {
            yield return _first + run;
        }
    }
}
