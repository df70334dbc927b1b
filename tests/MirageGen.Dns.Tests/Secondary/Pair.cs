using Microsoft.Extensions.Logging;
using MirageGen.Dns.Tests.Server;
using MirageGen.Dns.Wire;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Secondary;

/// <summary>A primary and a secondary of the zone <c>example.</c></summary>
internal sealed class Pair
{
    private readonly World _world;
    private readonly SimulatedHost _primaryHost;
    private readonly SimulatedHost _secondaryHost;
    private readonly SimulatedHost _client;
    private readonly DnsServerOptions _options;
    private readonly TsigKey? _key;
    private readonly bool _keeps;
    private HostTask _secondaryTask;

    public Pair(World world, Zone zone, DnsServerOptions options, bool tells = true, bool keeps = false, TsigKey? key = null)
    {
        _world = world;
        _primaryHost = world.AddHost("primary");
        _secondaryHost = world.AddHost("secondary");
        _client = world.AddHost("client");
        _key = key;
        _keeps = keeps;
        _options = tells ? options with { NotifyTargets = [new(new(_secondaryHost.Address, 53), key)] } : options;
        Primary = Make(_primaryHost);
        Primary.Zones = new(zone);
        Secondary = Make(_secondaryHost);
        PrimaryTask = StartPrimary();
        _secondaryTask = StartSecondary();
    }

    public DnsServer Primary { get; }

    public DnsServer Secondary { get; private set; }

    public HostTask PrimaryTask { get; private set; }

    public MemoryStore Store => _secondaryHost.Store();

    public HostTask StartPrimary() => PrimaryTask = _primaryHost.Start(stop => Primary.RunAsync(IpEndpoint.OnEveryAddress(53), _options, stop), "primary");

    public async Task RestartSecondaryAsync()
    {
        await _secondaryTask.StopAsync();
        _secondaryHost.Logs.Clear();
        Secondary = Make(_secondaryHost);
        _secondaryTask = StartSecondary();
    }

    public bool Logs(string text) => _secondaryHost.Logs.Contains(text);

    public async Task UntilSerialAsync(uint serial)
    {
        while (Secondary.Zones.Zones is not [var zone] || zone.Serial != serial)
        {
            await _world.DelayAsync(TimeSpan.FromSeconds(1));
        }
    }

    public async Task<TestResponse> AskAsync(string name, RecordType type = RecordType.A, Opcode opcode = Opcode.Query)
    {
        var answers = new DatagramQueue();
        await using var socket = _client.Udp.Bind(0, answers.Handler);
        socket.TrySend(new(new(_secondaryHost.Address, 53)), TestServer.Query(name, type, opcode: opcode));
        await foreach (var answer in answers.ReadAllAsync(_world.Stop))
        {
            return TestResponse.Read(answer.Payload.Span);
        }

        throw new InvalidOperationException("There is no answer.");
    }

    private static DnsServer Make(SimulatedHost host) =>
        new(host.Stack, host.Clock, new SimulatedRandom(host), host.Logs.CreateLogger<DnsServer>());

    private HostTask StartSecondary() => _secondaryHost.Start(
        stop =>
        {
            var secondary = new DnsSecondary(
                Secondary, _secondaryHost.Stack, _secondaryHost.Clock, new SimulatedRandom(_secondaryHost), _secondaryHost.Logs.CreateLogger<DnsSecondary>());
            var zone = new SecondaryZone(DomainName.Parse("example."), [new(_primaryHost.Address, 53)], _key);
            DnsServerOptions options = _key is null ? new() : new() { Keys = [_key] };
            return Task.WhenAll(
                secondary.RunAsync([zone], _keeps ? Store : null, null, stop), Secondary.RunAsync(IpEndpoint.OnEveryAddress(53), options, stop));
        },
        "secondary");
}
