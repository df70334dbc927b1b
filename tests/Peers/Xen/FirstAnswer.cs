using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MirageGen.Peers.Xen;

/// <summary>
/// Asks for a page again and again until it comes. It runs as a process of its own in the namespace of the machine's TAP
/// interface, on a core that the machine does not use: in dom0 it would take its turns from the very processor on which the
/// domain boots.
/// </summary>
internal sealed class FirstAnswer : IDisposable
{
    /// <summary>The word by which this program is started as the client.</summary>
    public const string Word = "first-answer";

    private const string Ready = "asking";
    private const int Port = 80;

    /// <summary>How many connections are tried at once; the oldest is given up for another one.</summary>
    private const int MostTried = 4;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(2);
    private static readonly byte[] Answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 ");

    private readonly Process _client;

    private FirstAnswer(Process client) => _client = client;

    /// <summary>The client itself: prints when the answer came, by a clock that all processes share.</summary>
    public static void Run(string address, string path)
    {
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\r\n");
        Console.WriteLine(Ready);
        var tried = new Queue<Socket>();
        for (; ; Thread.Sleep(Interval))
        {
            tried.Enqueue(Begin(new(IPAddress.Parse(address), Port)));
            if (tried.Any(socket => IsAnswered(socket, request)))
            {
                Console.WriteLine(Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture));
                return;
            }

            if (tried.Count == MostTried)
            {
                tried.Dequeue().Dispose();
            }
        }
    }

    /// <summary>Starts the client and waits until it asks.</summary>
    public static FirstAnswer Start(PeerNamespace space, XenPeer site)
    {
        // Whoever had the address before may be known still.
        space.Exec("ip", "neigh", "flush", "all");
        var client = new FirstAnswer(Process.Start(new ProcessStartInfo("ip", ["netns", "exec", space.Name, Environment.ProcessPath!, Word, site.Address, site.Path])
        {
            RedirectStandardOutput = true,
        })!);
        return client._client.StandardOutput.ReadLine() == Ready ? client : throw new InvalidOperationException("the client cannot be started");
    }

    /// <summary>When its answer came, as <see cref="Stopwatch.GetTimestamp"/>; null when it did not in time.</summary>
    public async Task<long?> WaitAsync(TimeSpan limit)
    {
        try
        {
            return long.Parse((await _client.StandardOutput.ReadLineAsync().WaitAsync(limit))!, CultureInfo.InvariantCulture);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        if (!_client.HasExited)
        {
            _client.Kill(entireProcessTree: true);
        }

        _client.Dispose();
    }

    private static Socket Begin(IPEndPoint server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            socket.Connect(server);
        }
        catch (SocketException)
        {
            // It has begun, or nobody is there; the next look tells.
        }

        return socket;
    }

    private static bool IsAnswered(Socket socket, byte[] request)
    {
        try
        {
            if (!socket.Poll(0, SelectMode.SelectWrite) || socket.Poll(0, SelectMode.SelectError))
            {
                return false;
            }

            socket.Blocking = true;
            socket.ReceiveTimeout = 1000;
            socket.Send(request);
            var start = new byte[Answer.Length];
            return socket.Receive(start) == start.Length && start.SequenceEqual(Answer);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
