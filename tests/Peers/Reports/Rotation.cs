using System.Globalization;

namespace MirageGen.Peers.Reports;

/// <summary>Servers that are measured round by round, each round beginning with another one.</summary>
internal static class Rotation
{
    /// <summary>Measures them.</summary>
    /// <param name="rounds">How often.</param>
    /// <param name="servers">The servers; ours first.</param>
    /// <param name="nameOf">What one is called.</param>
    /// <param name="run">Measures one.</param>
    /// <returns>Each with its runs, in the order of the servers.</returns>
    public static async Task<(string Name, IReadOnlyList<ServerRun> Runs)[]> RunAsync<T>(
        int rounds, IReadOnlyList<T> servers, Func<T, string> nameOf, Func<T, Task<ServerRun>> run)
    {
        var runs = servers.Select(_ => new List<ServerRun>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < servers.Count; i++)
            {
                var at = (i + round) % servers.Count;
                var result = await run(servers[at]);
                runs[at].Add(result);
                BenchReport.Progress(string.Create(CultureInfo.InvariantCulture, $"round {round + 1} {nameOf(servers[at]),-10} {result.Describe()}"));
            }
        }

        return [.. servers.Select((server, i) => (nameOf(server), (IReadOnlyList<ServerRun>)runs[i]))];
    }
}
