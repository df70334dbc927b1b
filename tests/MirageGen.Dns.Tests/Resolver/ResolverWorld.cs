using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using MirageGen.Dns.Tests.Client;
using MirageGen.Dns.Tests.Server;
using MirageGen.Dns.Wire;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Resolver;

/// <summary>A resolver, its client, and servers of a root and what is below it.</summary>
internal sealed class ResolverWorld
{
    public const string RootAddress = "10.1.0.1";
    public const string ResolverAddress = "10.0.0.53";

    private readonly Dictionary<ushort, byte[]> _responses = [];
    private readonly SimulatedHost _client;
    private IUdpSocket? _socket;
    private ushort _id;

    public ResolverWorld(World world)
    {
        World = world;
        Host = world.AddHost("resolver", ResolverAddress);
        _client = world.AddHost("client", "10.0.0.1");
    }

    public World World { get; }

    public SimulatedHost Host { get; }

    public DnsResolverOptions Options { get; set; } = new() { Hints = [IPv4Address.Parse(RootAddress)], Anchors = [] };

    /// <summary>The addresses that each question came to, as the servers saw them: <c>server name TYPE</c>.</summary>
    public List<string> Asked { get; } = [];

    public TestZones Zones { get; init; } = null!;

    /// <summary>The extended error of the last response (RFC 8914); null when it has none.</summary>
    public int? LastError { get; private set; }

    /// <summary>Serves zones at an address.</summary>
    public SimulatedHost Serve(string address, params (string Origin, string Text)[] zones)
    {
        var host = World.AddHost(address, address);
        var answers = new TestServer(zones.Select(zone => TestServer.ReadZone(zone.Text, zone.Origin)));
        Script(host, request => [answers.Ask(request).ToArray()]);
        Stream(host, answers);
        return host;
    }

    /// <summary>Has a script serve at an address, over UDP.</summary>
    public ScriptedServer Script(string address, Func<byte[], IEnumerable<byte[]>> answer) =>
        Script(World.AddHost(address, address), answer);

    /// <summary>A root that delegates test names to an address, and that zone.</summary>
    public void ServeRoot(string text) => Serve(RootAddress, (".", $"@ SOA a.root. h. 1 1 1 1 60\n@ NS a.root.\na.root. A {RootAddress}\n{text}"));

    public void Start()
    {
        var resolver = new DnsResolver(Host.Stack, Host.Clock, new SimulatedRandom(Host), Host.Logs.CreateLogger<DnsResolver>());
        Host.Start(stop => resolver.RunAsync(IpEndpoint.OnEveryAddress(53), Options, stop), "resolver");
    }

    /// <summary>Asks the resolver over UDP.</summary>
    public async Task<TestResponse> AskAsync(
        string name, RecordType type = RecordType.A, bool isDnssecOk = false, HeaderFlags flags = HeaderFlags.RecursionDesired, SimulatedHost? client = null)
    {
        if (client is not null || _socket is null)
        {
            _socket = (client ?? _client).Udp.Bind(0, (_, in datagram) =>
                _responses[BinaryPrimitives.ReadUInt16BigEndian(datagram.Payload)] = datagram.Payload.ToArray());
        }

        var query = TestServer.Query(name, type, 1232, isDnssecOk);
        BinaryPrimitives.WriteUInt16BigEndian(query, ++_id);
        BinaryPrimitives.WriteUInt16BigEndian(query.AsSpan(2), (ushort)flags);
        var id = _id;
        Assert.True(_socket.TrySend(new(new(Host.Address, 53)), query));
        for (var i = 0; i < 3000; i++)
        {
            if (_responses.Remove(id, out var response))
            {
                LastError = ErrorOf(response);
                return TestResponse.Read(response);
            }

            await World.DelayAsync(TimeSpan.FromMilliseconds(10));
        }

        throw new TimeoutException($"no answer to {name}");
    }

    private static int? ErrorOf(byte[] response)
    {
        MessageReader.TryRead(response, out var reader);
        reader.ReadQuestion(out _);
        while (reader.HasRecord)
        {
            reader.ReadRecord(out var record);
            if (record.Type == RecordType.Opt
                && OptView.TryRead(record, out var opt) == MessageError.None
                && opt.TryFind(EdnsOptionCode.ExtendedError, out var data))
            {
                return BinaryPrimitives.ReadUInt16BigEndian(data);
            }
        }

        return null;
    }

    private static void Stream(SimulatedHost host, TestServer answers)
    {
        var listener = host.Tcp.Listen(IpEndpoint.OnEveryAddress(53));
        host.Start(
            stop => listener.ServeAsync(
                async (flow, stop) =>
                {
                    var input = flow.Input.AsStream(leaveOpen: true);
                    var head = new byte[2];
                    await input.ReadExactlyAsync(head, stop);
                    var request = new byte[(head[0] << 8) | head[1]];
                    await input.ReadExactlyAsync(request, stop);
                    var response = answers.Ask(request, isStream: true).ToArray();
                    await flow.Output.WriteAsync(new[] { (byte)(response.Length >> 8), (byte)response.Length }, stop);
                    await flow.Output.WriteAsync(response, stop);
                },
                stop),
            "streams");
    }

    private ScriptedServer Script(SimulatedHost host, Func<byte[], IEnumerable<byte[]>> answer) => new(host, request =>
    {
        var asked = new ScriptedServer.AskedQuestion(0, request);
        Asked.Add($"{host.Name} {asked.Name.ToLowerInvariant()} {asked.Type}");
        return answer(request);
    });
}
