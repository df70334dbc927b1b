using System.Globalization;
using System.Text.Json;

namespace MirageGen.Peers.Micro;

/// <summary>What BenchmarkDotNet found out about one benchmark with one set of parameters.</summary>
/// <param name="Type">Its class.</param>
/// <param name="Method">Its method.</param>
/// <param name="Parameters">Their values by their names.</param>
/// <param name="Nanoseconds">What an operation took, of each iteration or of each process.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Error">Half of the 99.9% confidence interval of the mean; not a number when there is but one.</param>
/// <param name="Allocated">Octets that an operation allocates.</param>
internal sealed record BenchmarkResult(
    string Type, string Method, IReadOnlyDictionary<string, string> Parameters, double[] Nanoseconds, double Mean, double Error, long Allocated)
{
    /// <summary>Its class and its method, without the words that all of them have.</summary>
    public string Name => $"{Type.Replace("Benchmarks", string.Empty, StringComparison.Ordinal)}.{Method}";

    /// <summary>Reads an element of <c>Benchmarks</c> of a report in JSON.</summary>
    /// <returns>Null when the benchmark failed.</returns>
    public static BenchmarkResult? Read(JsonElement benchmark)
    {
        var statistics = benchmark.GetProperty("Statistics");
        if (statistics.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return new(
            benchmark.GetProperty("Type").GetString()!,
            benchmark.GetProperty("Method").GetString()!,
            benchmark.GetProperty("Parameters").GetString()!.Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]),
            [.. statistics.GetProperty("OriginalValues").EnumerateArray().Select(value => value.GetDouble())],
            statistics.GetProperty("Mean").GetDouble(),
            Number(statistics.GetProperty("ConfidenceInterval").GetProperty("Margin")),
            benchmark.GetProperty("Memory").GetProperty("BytesAllocatedPerOperation").GetInt64());
    }

    /// <summary>Ours to theirs, iteration by iteration.</summary>
    public Spread RatioTo(BenchmarkResult theirs) => Spread.Of(Nanoseconds.Zip(theirs.Nanoseconds, (a, b) => a / b));

    private static double Number(JsonElement element) => element.ValueKind == JsonValueKind.Number
        ? element.GetDouble()
        : double.Parse(element.GetString() is { Length: > 0 } text ? text : "NaN", CultureInfo.InvariantCulture);
}
