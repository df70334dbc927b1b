using Microsoft.Extensions.Logging;
using MirageGen.Dns.Tests.Server;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Secondary;

/// <summary>A primary with catalogs of its zones, and a secondary that follows them.</summary>
internal sealed class CatalogPair
{
    private static readonly TransferLimits Small = new() { MaxZones = 5 };

    private readonly World _world;
    private readonly SimulatedHost _primaryHost;
    private readonly SimulatedHost _secondaryHost;
    private readonly SecondaryZone[] _kept;
    private readonly HostTask _primaryTask;
    private HostTask _secondaryTask;

    public CatalogPair(World world, params string[] kept)
    {
        _world = world;
        _primaryHost = world.AddHost("primary");
        _secondaryHost = world.AddHost("secondary");
        _kept = [.. kept.Select(name => new SecondaryZone(
            DomainName.Parse(name), [new(_primaryHost.Address, 53)], IsCatalog: name.StartsWith("catalog", StringComparison.Ordinal)))];
        Primary = Make(_primaryHost);
        Secondary = Make(_secondaryHost);
        DnsServerOptions open = new() { Transfers = [ClientRule.Parse("0.0.0.0/0")], NotifyTargets = [new(new(_secondaryHost.Address, 53))] };
        _primaryTask = _primaryHost.Start(stop => Primary.RunAsync(IpEndpoint.OnEveryAddress(53), open, stop), "primary");
        _secondaryTask = StartSecondary();
    }

    public DnsServer Primary { get; }

    public DnsServer Secondary { get; private set; }

    public MemoryStore Store => _secondaryHost.Store();

    /// <summary>The zones that can be asked of the secondary, in order.</summary>
    public string Kept => string.Join(' ', Secondary.Zones.Zones.Select(zone => zone.Origin.ToString()).Order(StringComparer.Ordinal));

    /// <summary>How often the log says something.</summary>
    public int Count(string text) => _secondaryHost.Logs.Entries.Count(entry => entry.Message.Contains(text, StringComparison.Ordinal));

    /// <summary>Gives the primary a zone.</summary>
    public void Zone(string name) => Primary.Zones = Primary.Zones.With(
        TestServer.ReadZone("@ 60 SOA ns h 1 3600 600 86400 60\n@ 60 NS ns\nns 60 A 192.0.2.1\n", name));

    /// <summary>Gives it a catalog.</summary>
    public void Catalog(string name, uint serial, params string[] members) => Primary.Zones = Primary.Zones.With(TestServer.ReadZone(
        $"@ 0 SOA ns h {serial} 3600 600 86400 0\n@ 0 NS invalid.\nversion 0 TXT 2\n{string.Join('\n', members)}\n", name));

    /// <summary>Waits until the secondary keeps just these zones.</summary>
    public async Task UntilAsync(string kept)
    {
        for (var waited = 0; Kept != kept; waited++)
        {
            Assert.True(waited < 600, $"it keeps {Kept}, not {kept}");
            await _world.DelayAsync(TimeSpan.FromSeconds(1));
        }
    }

    public Task StopPrimaryAsync() => _primaryTask.StopAsync();

    public async Task RestartSecondaryAsync()
    {
        await _secondaryTask.StopAsync();
        _secondaryHost.Logs.Clear();
        Secondary = Make(_secondaryHost);
        _secondaryTask = StartSecondary();
    }

    private static DnsServer Make(SimulatedHost host) =>
        new(host.Stack, host.Clock, new SimulatedRandom(host), host.Logs.CreateLogger<DnsServer>());

    private HostTask StartSecondary() => _secondaryHost.Start(
        stop =>
        {
            var secondary = new DnsSecondary(
                Secondary, _secondaryHost.Stack, _secondaryHost.Clock, new SimulatedRandom(_secondaryHost), _secondaryHost.Logs.CreateLogger<DnsSecondary>());
            return Task.WhenAll(
                secondary.RunAsync(_kept, Store, Small, stop), Secondary.RunAsync(IpEndpoint.OnEveryAddress(53), new(), stop));
        },
        "secondary");
}
