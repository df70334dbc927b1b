using Microsoft.Extensions.Logging;
using MirageGen.TestKit;

namespace MirageGen.Dns.Tests.Primary;

/// <summary>A server with zones in files of a store.</summary>
internal sealed class PrimaryRig
{
    private readonly World _world;
    private readonly SimulatedHost _host;
    private readonly DnsServer _server;

    public PrimaryRig(World world)
    {
        _world = world;
        _host = world.AddHost("primary");
        _server = new(_host.Stack, _host.Clock, SimulatedRandom.FromSeed(1), _host.Logs.CreateLogger<DnsServer>());
        Primary = new(_server, _host.Clock, _host.Logs.CreateLogger<DnsPrimary>());
    }

    public MemoryStore Store => _host.Store();

    public DnsPrimary Primary { get; }

    public IReadOnlyList<Zone> Zones => _server.Zones.Zones;

    /// <summary>The names of its zones, in order.</summary>
    public string[] Origins => [.. Zones.Select(zone => zone.Origin.ToString()).Order(StringComparer.Ordinal)];

    /// <summary>Its warnings and errors.</summary>
    public string[] Log => [.. _host.Logs.AtLeast(LogLevel.Warning).Select(entry => entry.Message)];

    /// <summary>Everything that it has said of zones that come and go.</summary>
    public string[] News => [.. _host.Logs.AtLeast(LogLevel.Information).Where(entry => entry.Category.EndsWith(nameof(DnsPrimary), StringComparison.Ordinal)).Select(entry => entry.Message)];

    /// <summary>Loads one file.</summary>
    public Task LoadAsync(string key, string text, ZoneSigning? signing = null) => Primary.LoadAsync([new(Store.With(key, text), key)], signing);

    /// <summary>Loads a directory.</summary>
    public Task LoadAllAsync(string key) => Primary.LoadAsync([new(Store, key)]);

    public bool Has(string name) => Zones[0].Find(DomainName.Parse(name).Octets) >= 0;

    public async Task WaitAsync(double seconds) => await _world.DelayAsync(TimeSpan.FromSeconds(seconds));
}
