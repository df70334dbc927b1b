using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MirageGen.Peers.Dns;

/// <summary>
/// Our server under datagrams that mean it ill: random octets, and queries with EDNS, ANY, IXFR, TSIG and CHAOS of which
/// octets are changed, cut off or added; now and then a connection with the same. It must answer at the end, its memory flat.
/// </summary>
internal static class DnsHostile
{
    private const int Port = 5306;
    private const int Records = 10_000;
    private const int ServerCore = 0;
    private const int MostOctets = 1400;
    private const int Million = 1_000_000;
    private const int ConnectEvery = 10_000;
    private const int Seed = 20261128;

    /// <summary>What memory may grow by after the first million: copies of responses take 16 MB at most, and strangers may fill them.</summary>
    private const long AllowedKibibytes = 16 * 1024;

    /// <summary>Sound ones: headers with their counts, a question, and what comes behind it.</summary>
    private static readonly byte[][] Queries =
    [
        Query("0001000000000001", "037777770264300765" + "78616d706c6500" + "00010001", "00002904d000008000000c000a00080123456789abcdef"),
        Query("0001000000000000", "0268310765" + "78616d706c6500" + "00ff0001", string.Empty),
        Query("0001000000010000", "0765" + "78616d706c6500" + "00fb0001", "c00c00060001000000000016000000000000000100000000000000000000000000000000"),
        Query("0001000000000001", "0765" + "78616d706c6500" + "00060001", "036b657900" + "00fa00ff00000000" + "001a" + "0b686d61632d736861323536" + "00" + "000000000000012c00000000000000"),
        Query("0001000000000000", "0776657273696f6e0462696e6400" + "00100003", string.Empty),
    ];

    /// <param name="build">Builds ours.</param>
    /// <param name="millions">Millions of datagrams.</param>
    /// <returns>Whether it stood.</returns>
    public static bool Run(PeerBuild build, int millions)
    {
        var folder = Path.Combine(build.Folder, "zone");
        BenchZone.Write(folder, Records);
        var peer = new Peer(
            "MirageGen", Port, DnsPeers.Build(build).Ours,
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--directory", folder, "--listen", "127.0.0.1", "--log-level", "warning");
        using var server = peer.Start(ServerCore);
        var random = new Random(Seed);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 1000 };
        socket.Connect(IPAddress.Loopback, Port);
        var first = 0L;
        var last = 0L;
        for (var million = 0; million < millions && !server.HasExited; million++)
        {
            Flood(socket, random);
            last = Peer.ResidentKibibytes(server.Id);
            first = million == 0 ? last : first;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {million + 1} million: {last} KiB"));
        }

        var stands = !server.HasExited && DnsThroughput.Answers(Port) && last - first <= AllowedKibibytes;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(stands ? "it stands" : "IT FELL")}: {last - first:+0;-0;0} KiB since the first million"));
        Peer.Stop(server);
        return stands && server.ExitCode == 0;
    }

    private static void Flood(Socket socket, Random random)
    {
        Span<byte> datagram = new byte[MostOctets];
        Span<byte> answer = new byte[ushort.MaxValue];
        for (var i = 0; i < Million; i++)
        {
            var length = Make(datagram, random);
            socket.Send(datagram[..length]);
            while (socket.Available > 0)
            {
                socket.Receive(answer);
            }

            if (i % ConnectEvery == 0)
            {
                Connect(datagram[..length], random);
            }
        }
    }

    private static byte[] Query(string counts, string question, string rest) => Convert.FromHexString("0001" + "0000" + counts + question + rest);

    private static int Make(Span<byte> datagram, Random random)
    {
        if (random.Next(4) == 0)
        {
            var all = datagram[..random.Next(MostOctets)];
            random.NextBytes(all);
            return all.Length;
        }

        var query = Queries[random.Next(Queries.Length)];
        query.CopyTo(datagram);
        for (var changes = random.Next(8); changes > 0; changes--)
        {
            datagram[random.Next(query.Length)] = (byte)random.Next(256);
        }

        return random.Next(3) switch
        {
            0 => random.Next(query.Length),
            1 => query.Length + random.Next(MostOctets - query.Length),
            _ => query.Length,
        };
    }

    /// <summary>Sends the same over TCP, its length right or not, and leaves.</summary>
    private static void Connect(ReadOnlySpan<byte> message, Random random)
    {
        using var client = new TcpClient("127.0.0.1", Port);
        var length = random.Next(2) == 0 ? message.Length : random.Next(ushort.MaxValue);
        client.GetStream().Write([(byte)(length >> 8), (byte)length, .. message]);
    }
}
