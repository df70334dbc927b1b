namespace MirageGen.Peers.Reports;

/// <summary>Ours and theirs that are measured by turns, each round beginning with the other one.</summary>
internal static class Alternation
{
    /// <summary>Measures them.</summary>
    /// <param name="rounds">How often.</param>
    /// <param name="what">What is measured, for whoever waits.</param>
    /// <param name="ours">Measures ours; is told the round.</param>
    /// <param name="theirs">Measures theirs.</param>
    /// <returns>The rounds.</returns>
    public static async Task<(T Ours, T Theirs)[]> RunAsync<T>(int rounds, string what, Func<int, Task<T>> ours, Func<int, Task<T>> theirs)
    {
        var results = new (T Ours, T Theirs)[rounds];
        for (var round = 0; round < rounds; round++)
        {
            if (round % 2 == 0)
            {
                results[round].Ours = await ours(round);
                results[round].Theirs = await theirs(round);
            }
            else
            {
                results[round].Theirs = await theirs(round);
                results[round].Ours = await ours(round);
            }

            BenchReport.Progress($"{what}, round {round + 1}: ours {results[round].Ours}, theirs {results[round].Theirs}");
        }

        return results;
    }
}
