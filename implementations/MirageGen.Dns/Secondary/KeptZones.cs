using Microsoft.Extensions.Logging;
using MirageGen.Dns.Transfer;

namespace MirageGen.Dns.Secondary;

/// <summary>
/// The zones that a secondary keeps, each by its keeper: those that it was told, and those that its catalogs list
/// (RFC 9432). Whenever a catalog has come anew, what is kept is brought in line with what all of them list.
/// </summary>
internal sealed class KeptZones(DnsServer server, ZoneStore? store, KeeperMaker makeKeeper, int mostZones, ILogger log, CancellationToken stop)
    : INotifyReceiver
{
    private readonly Dictionary<DomainName, KeptZone> _zones = [];

    private readonly CatalogSet _catalogs = new(log);

    // Of each name the last one that was kept: who is next to have the name waits for its end.
    private readonly Dictionary<DomainName, (KeptZone Zone, Task Ended)> _keeping = [];
    private readonly TaskCompletionSource _failure = new();

    /// <summary>Keeps zones, whatever catalogs say.</summary>
    /// <param name="configs">Of different names.</param>
    public void Begin(IReadOnlyList<SecondaryZone> configs)
    {
        foreach (var config in configs)
        {
            Add(config, null, null);
        }

        // A catalog that was kept may list zones at once.
        foreach (var config in configs)
        {
            Begin(_zones[config.Name]);
        }
    }

    /// <summary>Waits until told to stop, or until keeping a zone has failed for a reason that nobody reckons with.</summary>
    public Task UntilStoppedAsync() => _failure.Task.WaitAsync(stop);

    /// <summary>Waits until nothing is kept any more, after being told to stop.</summary>
    public async Task EndAsync()
    {
        foreach (var (_, ended) in new List<(KeptZone Zone, Task Ended)>(_keeping.Values))
        {
            await ended;
        }
    }

    public ResponseCode Hear(ReadOnlySpan<byte> origin, IpAddress from, TsigKey? key)
    {
        if (!_zones.TryGetValue(DomainName.FromSound(origin), out var zone))
        {
            return ResponseCode.NotAuthoritative;
        }

        var isKeyed = zone.Config.Key is null || (key is not null && key.Name == zone.Config.Key.Name);
        foreach (var primary in zone.Config.Primaries)
        {
            if (isKeyed && primary.Address == from)
            {
                zone.Keeper.Tell();
                return ResponseCode.NoError;
            }
        }

        return ResponseCode.Refused;
    }

    private static bool AreSame(IReadOnlyList<IpEndpoint> these, IReadOnlyList<IpEndpoint> those)
    {
        var at = 0;
        while (at < these.Count && at < those.Count && these[at] == those[at])
        {
            at++;
        }

        return at == these.Count && at == those.Count;
    }

    private KeptZone Add(SecondaryZone config, DomainName? catalog, DomainName? label)
    {
        var zone = new KeptZone(config, stop)
        {
            Catalog = catalog,
            Label = label,
            Keeper = makeKeeper(config, config.IsCatalog ? Follow : null),
        };
        _zones.Add(config.Name, zone);
        return zone;
    }

    private void Begin(KeptZone zone)
    {
        var before = _keeping.TryGetValue(zone.Config.Name, out var last) ? last.Ended : Task.CompletedTask;
        _keeping[zone.Config.Name] = (zone, KeepAsync(zone, before));
    }

    private async Task KeepAsync(KeptZone zone, Task before)
    {
        try
        {
            await before;
            await zone.Keeper.RunAsync(zone.Ending);
        }
        catch (OperationCanceledException) when (zone.Ending.IsCancellationRequested)
        {
            if (zone.IsGone)
            {
                await ForgetAsync(zone);
            }
        }
#pragma warning disable CA1031 // Whatever it is, it is told to who runs the secondary.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _failure.TrySetException(error);
        }
        finally
        {
            zone.Dispose();
        }
    }

    private async Task ForgetAsync(KeptZone zone)
    {
        var name = zone.Config.Name;
        server.Zones = server.Zones.Without(name);
        try
        {
            await (store?.RemoveAsync(name, CancellationToken.None) ?? Task.CompletedTask);
        }
        catch (DeviceException error)
        {
            SecondaryLog.NotKept(log, name, error.Message);
        }

        if (_keeping.TryGetValue(name, out var last) && last.Zone == zone)
        {
            _keeping.Remove(name);
        }
    }

    private void Follow(Zone catalog)
    {
        if (!_catalogs.TryTake(catalog))
        {
            return;
        }

        var wanted = _catalogs.Assign(name => _zones.GetValueOrDefault(name)?.Catalog);
        foreach (var zone in new List<KeptZone>(_zones.Values))
        {
            if (zone.Catalog is null)
            {
                continue;
            }

            if (wanted.TryGetValue(zone.Config.Name, out var owner) && IsSame(zone, owner))
            {
                zone.Catalog = owner;
                continue;
            }

            SecondaryLog.Gone(log, zone.Config.Name, zone.Catalog);
            _zones.Remove(zone.Config.Name);
            zone.Go();
        }

        foreach (var (name, owner) in wanted)
        {
            AddListed(name, owner);
        }
    }

    /// <summary>Whether what is kept is still what a catalog lists: under the same label, from the same primaries.</summary>
    private bool IsSame(KeptZone zone, DomainName owner)
    {
        var config = _zones[owner].Config;
        return zone.Label == _catalogs.MemberOf(owner, zone.Config.Name)!.Label
            && zone.Config.Key == config.Key
            && AreSame(zone.Config.Primaries, config.Primaries);
    }

    private void AddListed(DomainName name, DomainName owner)
    {
        if (_zones.TryGetValue(name, out var there))
        {
            if (there.Catalog is null)
            {
                SecondaryLog.Configured(log, name, owner);
            }
        }
        else if (_zones.Count >= mostZones)
        {
            SecondaryLog.TooMany(log, name, owner, mostZones);
        }
        else
        {
            SecondaryLog.Listed(log, name, owner);
            Begin(Add(_zones[owner].Config with { Name = name, IsCatalog = false }, owner, _catalogs.MemberOf(owner, name)!.Label));
        }
    }
}
