using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MirageGen.Dns.Tests.Server;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>Another name server on a port of this host's loopback.</summary>
internal sealed class StrangeServer : IDisposable
{
    private const int Tries = 10;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly RunningProgram _program;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    private StrangeServer(int port, string program, params string[] arguments)
    {
        _program = RunningProgram.Start(program, arguments);
        _socket.ReceiveTimeout = 1000;
        _socket.Connect(IPAddress.Loopback, port);
        try
        {
            var query = TestServer.Query("example.", RecordType.Soa);
            _program.WaitUntil(() => TryAsk(query) is { Answers.Length: 1 }, $"an answer of {program}", StartLimit);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Starts NSD.</summary>
    public static StrangeServer StartNsd(string folder, string zone)
    {
        var port = LoopbackPort.Free();
        var file = Write(folder, "nsd.conf", string.Create(CultureInfo.InvariantCulture, $"""
            server:
              ip-address: 127.0.0.1
              port: {port}
              username: ""
              zonesdir: "{folder}"
              database: ""
              pidfile: "{folder}/nsd.pid"
              xfrdfile: "{folder}/nsd.state"
              zonelistfile: "{folder}/nsd.list"
              minimal-responses: yes
              rrl-ratelimit: 0
            remote-control:
              control-enable: no
            zone:
              name: "example"
              zonefile: "{zone}"

            """));
        return new(port, "nsd", "-d", "-c", file);
    }

    /// <summary>Starts Knot DNS.</summary>
    public static StrangeServer StartKnot(string folder, string zone)
    {
        var port = LoopbackPort.Free();
        var file = Write(folder, "knot.conf", string.Create(CultureInfo.InvariantCulture, $"""
            server:
                rundir: "{folder}"
                listen: 127.0.0.1@{port}
                udp-workers: 1
                tcp-workers: 1
                background-workers: 1
            database:
                storage: "{folder}"
            template:
              - id: default
                storage: "{folder}"
                zonefile-sync: -1
                journal-content: none
            zone:
              - domain: example
                file: "{zone}"

            """));
        return new(port, "knotd", "-c", file);
    }

    /// <summary>Asks; a datagram that is lost is sent again.</summary>
    public TestResponse Ask(byte[] query)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (TryAsk(query) is { } response)
            {
                return response;
            }
        }

        throw new InvalidOperationException($"There is no answer; the server says: {_program.Console}");
    }

    public void Dispose()
    {
        _socket.Dispose();
        _program.Dispose();
    }

    private static string Write(string folder, string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    private TestResponse? TryAsk(byte[] query)
    {
        var response = new byte[ushort.MaxValue];
        try
        {
            _socket.Send(query);
            return TestResponse.Read(response.AsSpan(0, _socket.Receive(response)));
        }
        catch (SocketException)
        {
            // Nobody is there yet, or the datagram was lost.
            return null;
        }
    }
}
