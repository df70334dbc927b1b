using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MirageGen.Peers.Reports;

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
    /// <param name="report">Takes the results.</param>
    /// <param name="rounds">Rounds for each size.</param>
    /// <param name="seconds">Seconds of each run.</param>
    /// <param name="isQuick">Whether one size is enough.</param>
    public static async Task MeasureAsync(PeerBuild build, BenchReport report, int rounds, int seconds, bool isQuick)
    {
        var programs = DnsPeers.Build(build);
        foreach (var size in isQuick ? [Sizes[1]] : Sizes)
        {
            var folder = Path.Combine(build.Folder, string.Create(CultureInfo.InvariantCulture, $"zone-{size}"));
            await MeasureAsync(DnsPeers.Make(programs, folder, BenchZone.Write(folder, size)), report, folder, rounds, seconds, size);
        }
    }

    private static async Task MeasureAsync(Peer[] peers, BenchReport report, string folder, int rounds, int seconds, int size)
    {
        var records = size.ToString("N0", CultureInfo.InvariantCulture);
        report.Section(
            $"UDP on host sockets, a zone of {records} records",
            $"dnsperf on one core, the server with one thread on another, both on the loopback; {rounds} rounds of {seconds} s each. Of ten questions seven are for what is there, the others for a missing name, a delegation and a wildcard. The floor is a loop of recvmmsg and sendmmsg in C that sends each datagram back and looks at nothing.");
        var questions = BenchZone.WriteQuestions(folder, size);
        var memory = new Dictionary<string, long>();
        var servers = await Rotation.RunAsync(rounds, peers, peer => peer.Name, peer =>
        {
            using var server = peer.Start(ServerCore, () => Answers(peer.Port), LoadLimit);
            try
            {
                memory[peer.Name] = Peer.FamilyKibibytes(server.Id);
                DnsLoad.Run(server, peer.Port, questions, WarmUpSeconds, ClientCore);
                return Task.FromResult(DnsLoad.Run(server, peer.Port, questions, seconds, ClientCore));
            }
            finally
            {
                Peer.Stop(server);
            }
        });
        ServerTable.AddTo(report, $"{size}", "queries", servers);
        report.Table(
            ["server", "memory once it serves, KiB", "octets a record"],
            peers.Select(peer => (string[])
                [peer.Name, $"{memory[peer.Name]}", string.Create(CultureInfo.InvariantCulture, $"{memory[peer.Name] * 1024.0 / size:F0}")]));
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
