using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MirageGen.Peers.Dns;

/// <summary>
/// Queries answered over UDP on host sockets beside BIND, NSD and Knot and the floor: one core each, all in one run, in an
/// order that rotates from round to round, over zones of several sizes.
/// </summary>
internal static class DnsThroughput
{
    private const int ServerCore = 0;
    private const int ClientCore = 1;
    private const int WarmUpSeconds = 1;

    private static readonly int[] Sizes = [100, 10_000, 1_000_000];
    private static readonly TimeSpan LoadLimit = TimeSpan.FromMinutes(1);

    /// <summary>A question for the SOA of <c>example</c>.</summary>
    private static readonly byte[] Probe = Convert.FromHexString("1234" + "0000" + "0001000000000000" + "076578616d706c6500" + "00060001");

    /// <param name="build">Builds ours.</param>
    /// <param name="rounds">Rounds for each size.</param>
    /// <param name="seconds">Seconds of each run.</param>
    /// <param name="isQuick">Whether one size is enough.</param>
    public static void Measure(PeerBuild build, int rounds, int seconds, bool isQuick)
    {
        Console.WriteLine(DnsPeers.Versions());
        var programs = DnsPeers.Build(build);
        foreach (var size in isQuick ? [Sizes[1]] : Sizes)
        {
            Measure(programs, Path.Combine(build.Folder, string.Create(CultureInfo.InvariantCulture, $"zone-{size}")), rounds, seconds, size);
        }
    }

    private static void Measure((string Ours, string Floor) programs, string folder, int rounds, int seconds, int size)
    {
        var zone = BenchZone.Write(folder, size);
        var questions = BenchZone.WriteQuestions(folder, size);
        var peers = DnsPeers.Make(programs, folder, zone);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size} records: {rounds} rounds of {seconds} s for each of {peers.Length}"));
        var loads = peers.ToDictionary(peer => peer.Name, _ => new List<DnsLoad>());
        var memory = peers.ToDictionary(peer => peer.Name, _ => 0L);
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < peers.Length; i++)
            {
                var peer = peers[(i + round) % peers.Length];
                using var server = peer.Start(ServerCore, () => Answers(peer.Port), LoadLimit);
                try
                {
                    memory[peer.Name] = Peer.FamilyKibibytes(server.Id);
                    DnsLoad.Run(server, peer.Port, questions, WarmUpSeconds, ClientCore);
                    var load = DnsLoad.Run(server, peer.Port, questions, seconds, ClientCore);
                    loads[peer.Name].Add(load);
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"  round {round + 1} {peer.Name,-10} {load.PerSecond,9:F0}/s {load.PerCpuSecond,9:F0} per CPU s, {load.Lost} lost"));
                }
                finally
                {
                    Peer.Stop(server);
                }
            }
        }

        Console.WriteLine();
        Report([.. peers.Select(peer => (peer.Name, loads[peer.Name]))]);
        Console.WriteLine($"memory, KiB: {string.Join(", ", peers.Select(peer => $"{peer.Name} {memory[peer.Name]}"))}");
        Console.WriteLine();
    }

    /// <summary>Prints a table of ratios.</summary>
    /// <param name="results">Ours first.</param>
    public static void Report(params (string Name, List<DnsLoad> Loads)[] results)
    {
        var ours = results[0].Loads;
        Console.WriteLine("| server | queries/s | per CPU second | ours/theirs per second | ours/theirs per CPU second | lost |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var (name, loads) in results)
        {
            var perSecond = Spread.Of(loads.Select(load => load.PerSecond));
            var perCpu = Spread.Of(loads.Select(load => load.PerCpuSecond));
            var ratio = Spread.Of(ours.Zip(loads, (a, b) => a.PerSecond / b.PerSecond));
            var cpuRatio = Spread.Of(ours.Zip(loads, (a, b) => a.PerCpuSecond / b.PerCpuSecond));
            Console.WriteLine($"| {name} | {perSecond:F0} | {perCpu:F0} | {ratio:F2} | {cpuRatio:F2} | {loads.Sum(load => load.Lost)} |");
        }

        Console.WriteLine();
    }

    /// <summary>Whether a server on this host has the zone.</summary>
    public static bool Answers(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 100 };
        try
        {
            var response = new byte[ushort.MaxValue];
            socket.Connect(IPAddress.Loopback, port);
            socket.Send(Probe);
            const int CodeAt = 3;
            return socket.Receive(response) > Probe.Length - 1 && (response[CodeAt] & 0xF) == 0;
        }
        catch (SocketException)
        {
            // Nobody is there yet.
            return false;
        }
    }
}
