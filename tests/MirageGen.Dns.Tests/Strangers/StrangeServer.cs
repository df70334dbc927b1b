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
        Port = port;
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

    /// <summary>Starts BIND as the primary of a zone that whoever has the key may fetch and change, and that tells a secondary.</summary>
    public static StrangeServer StartBind(string folder, string zone, TsigKey key, string secret, int? secondary) => StartBind(folder, key, secret, $$"""
        type primary;
          file "{{zone}}";
          allow-transfer { key "{{Word(key)}}"; };
          allow-update { key "{{Word(key)}}"; };
          ixfr-from-differences yes;
          check-integrity no;
          notify {{(secondary is null ? "no" : "explicit")}};
          {{(secondary is { } port ? $"also-notify {{ 127.0.0.1 port {port} key \"{Word(key)}\"; }};" : string.Empty)}}
        """);

    /// <summary>Starts BIND as a secondary of ours.</summary>
    public static StrangeServer StartBindSecondary(string folder, int primary, TsigKey key, string secret) => StartBind(folder, key, secret, $$"""
        type secondary;
          file "secondary.db";
          masterfile-format text;
          notify no;
          primaries { 127.0.0.1 port {{primary}} key "{{Word(key)}}"; };
        """);

    /// <summary>Starts Knot as the primary of a zone that whoever has the key may fetch, and that tells a secondary.</summary>
    public static StrangeServer StartKnot(string folder, string zone, TsigKey key, string secret, int secondary) => StartKnot(folder, key, secret, secondary, $$"""
            file: "{{zone}}"
            journal-content: changes
            zonefile-load: difference
            notify: ours
            acl: theirs
        """);

    /// <summary>Starts Knot as the primary of a zone, and of the zone <c>catalog</c>, which lists that.</summary>
    public static StrangeServer StartKnotCatalog(string folder, string zone, TsigKey key, string secret, int secondary) => StartKnot(folder, key, secret, secondary, $$"""
            file: "{{zone}}"
            notify: ours
            acl: theirs
            catalog-role: member
            catalog-zone: catalog
          - domain: catalog
            catalog-role: generate
            notify: ours
            acl: theirs
        """);

    /// <summary>Starts Knot as a secondary of ours.</summary>
    public static StrangeServer StartKnotSecondary(string folder, int primary, TsigKey key, string secret) => StartKnot(folder, key, secret, primary, """
            file: "knot.secondary"
            master: ours
            acl: theirs
        """);

    /// <summary>Has it read its zones again.</summary>
    public void Reload() => Shell.Run("kill", "-HUP", _program.Id.ToString(CultureInfo.InvariantCulture)).Succeeded();

    /// <summary>The zone as it has it, fetched by dig: a record a line, in order.</summary>
    public string[] Fetch(TsigKey key, string secret) => StrangeClient.Dig("dig", Port, $"{StrangeClient.AlgorithmOf(key)}:{Word(key)}:{secret}", "example.", "AXFR");

    /// <summary>What it has printed.</summary>
    public string Console => _program.Console;

    /// <summary>Where it serves.</summary>
    public int Port { get; }

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

    private static string Word(TsigKey key) => key.Name.ToString().TrimEnd('.');

    private static StrangeServer StartBind(string folder, TsigKey key, string secret, string zone)
    {
        var port = LoopbackPort.Free();
        var file = Write(folder, "named.conf", string.Create(CultureInfo.InvariantCulture, $$"""
            options {
              directory "{{folder}}";
              pid-file "{{folder}}/named.pid";
              session-keyfile "{{folder}}/session.key";
              listen-on port {{port}} { 127.0.0.1; };
              listen-on-v6 { none; };
              recursion no;
              dnssec-validation no;
              allow-notify { 127.0.0.1; };
              allow-transfer { 127.0.0.1; };
              min-refresh-time 1;
              min-retry-time 1;
            };
            controls { };
            key "{{Word(key)}}" { algorithm {{StrangeClient.AlgorithmOf(key)}}; secret "{{secret}}"; };
            zone "example" {
              {{zone}}
            };

            """));
        return new(port, "named", "-g", "-n", "1", "-c", file);
    }

    private static StrangeServer StartKnot(string folder, TsigKey key, string secret, int peer, string zone)
    {
        var port = LoopbackPort.Free();
        var file = Write(folder, "knot.conf", string.Create(CultureInfo.InvariantCulture, $$"""
            server:
                rundir: "{{folder}}"
                listen: 127.0.0.1@{{port}}
                udp-workers: 1
                tcp-workers: 1
                background-workers: 1
            database:
                storage: "{{folder}}"
            key:
              - id: {{Word(key)}}
                algorithm: {{StrangeClient.AlgorithmOf(key)}}
                secret: {{secret}}
            remote:
              - id: ours
                address: 127.0.0.1@{{peer}}
                key: {{Word(key)}}
            acl:
              - id: theirs
                key: {{Word(key)}}
                action: [transfer, notify]
            template:
              - id: default
                storage: "{{folder}}"
                zonefile-sync: -1
            zone:
              - domain: example
            {{zone}}

            """));
        return new(port, "knotd", "-c", file);
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
