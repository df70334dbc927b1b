using System.Diagnostics;

namespace MirageGen.Peers;

/// <summary>
/// The StaticWebsite example as its user publishes it, pinned to one core, under load for minutes: no request may fail, and
/// memory must stay where it is after the first minute.
/// </summary>
internal static class Soak
{
    private const int Port = 18104;
    private const string Path = "/";
    private const int ServerCore = 0;
    private const int ClientCore = 1;
    private const int KeptConnections = 64;
    private const int FreshConnections = 16;

    /// <summary>What memory may grow by after the first minute.</summary>
    private const long MostGrowthKibibytes = 4096;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMinutes(1);

    /// <returns>Whether the site stood it.</returns>
    public static bool Run(PeerBuild build, TimeSpan duration)
    {
        var binary = build.Publish("../../examples/StaticWebsite/StaticWebsite.csproj", "StaticWebsite");
        using var server = new Peer("StaticWebsite", Port, binary, "--port", $"{Port}").Start(ServerCore);
        var hasStood = false;
        try
        {
            hasStood = Stands(server, duration);
        }
        finally
        {
            Peer.Stop(server);
        }

        Console.WriteLine($"exit code {server.ExitCode}");
        return hasStood && server.ExitCode == 0;
    }

    private static bool Stands(Process server, TimeSpan duration)
    {
        Console.WriteLine($"wrk for {duration.TotalSeconds} s, {KeptConnections} connections that are kept and {FreshConnections} for one request each");
        Console.WriteLine();
        Console.WriteLine("| s | RSS KiB | requests kept | requests fresh | failed |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        var settled = 0L;
        var greatest = 0L;
        var failed = 0L;
        for (var time = Stopwatch.StartNew(); time.Elapsed < duration;)
        {
            var (kept, fresh) = LoadBothWays(server);
            failed += kept.Failed + fresh.Failed;
            var resident = Peer.ResidentKibibytes(server.Id);
            settled = time.Elapsed <= SettlingTime || settled == 0 ? Math.Max(settled, resident) : settled;
            greatest = Math.Max(greatest, resident);
            Console.WriteLine(
                $"| {time.Elapsed.TotalSeconds:F0} | {resident} | {kept.Requests} | {fresh.Requests} | {kept.Failed + fresh.Failed} |");
        }

        var growth = greatest - settled;
        Console.WriteLine();
        Console.WriteLine($"{failed} requests failed; after the first minute memory grew by {growth} KiB, at most {MostGrowthKibibytes} are allowed");
        return failed == 0 && growth <= MostGrowthKibibytes;
    }

    /// <summary>A request that takes long on a machine that is busy with something else has not failed.</summary>
    private static (Load Kept, Load Fresh) LoadBothWays(Process server)
    {
        string[] patient = ["--timeout", "60s"];
        var kept = Task.Run(() => Load.Run(server, Port, Path, KeptConnections, Round, ClientCore, patient));
        var fresh = Load.Run(server, Port, Path, FreshConnections, Round, ClientCore, [.. patient, "-H", "Connection: close"]);
        return (kept.Result, fresh);
    }
}
