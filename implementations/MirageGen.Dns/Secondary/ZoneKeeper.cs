using Microsoft.Extensions.Logging;
using MirageGen.Dns.Transfer;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Secondary;

/// <summary>Keeps one zone as its primaries have it: looks after refresh and retry, or when it is told, and lets it expire.</summary>
internal sealed class ZoneKeeper(
    SecondaryZone config, DnsServer server, PrimaryClient client, Turns turns, ZoneStore? store, TimeProvider clock, IRandom random, TransferLimits limits, ILogger log, Action<Zone>? served)
{
    private TaskCompletionSource _told = new();
    private Zone? _zone;
    private DateTimeOffset _confirmed;
    private bool _isServed;
    private int _triesInVain;

    /// <summary>Has it look at once.</summary>
    public void Tell() => _told.TrySetResult();

    /// <summary>Keeps it until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        server.Zones = server.Zones.WithUnavailable(config.Name);
        await ReadKeptAsync(stop);
        while (true)
        {
            _told = new();
            var isConfirmed = await TryRefreshAsync(stop);
            _triesInVain = isConfirmed ? 0 : _triesInVain + 1;
            ExpireIfDue();
            await PauseAsync(NextPause(isConfirmed), stop);
            ExpireIfDue();
        }
    }

    private async Task ReadKeptAsync(CancellationToken stop)
    {
        try
        {
            if (store is not null && await store.ReadAsync(config.Name, stop) is { } kept)
            {
                (_zone, _confirmed) = kept;
                if (clock.GetUtcNow() < _confirmed + ZoneTimers.Of(_zone, limits).Expire)
                {
                    SecondaryLog.Kept(log, config.Name, _zone.Serial);
                    Serve();
                }
            }
        }
        catch (DeviceException error)
        {
            SecondaryLog.NotKept(log, config.Name, error.Message);
        }
    }

    private void Serve()
    {
        _isServed = true;
        server.Zones = server.Zones.With(_zone!);
        served?.Invoke(_zone!);
    }

    private void ExpireIfDue()
    {
        if (_isServed && ZoneTimers.Of(_zone!, limits).Expire is var expire && clock.GetUtcNow() >= _confirmed + expire)
        {
            _isServed = false;
            server.Zones = server.Zones.WithUnavailable(config.Name);
            SecondaryLog.Expired(log, config.Name, (uint)expire.TotalSeconds);
        }
    }

    private TimeSpan NextPause(bool isConfirmed)
    {
        if (_zone is null)
        {
            return ZoneTimers.Jitter(ZoneTimers.RetryOfNothing(_triesInVain, limits), random);
        }

        var timers = ZoneTimers.Of(_zone, limits);
        var pause = ZoneTimers.Jitter(isConfirmed ? timers.Refresh : timers.Retry, random);
        var left = _confirmed + timers.Expire - clock.GetUtcNow();
        return _isServed && left < pause ? left : pause;
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stop)
    {
        try
        {
            await _told.Task.WaitAsync(pause, clock, stop);
        }
        catch (TimeoutException)
        {
            // The pause is over.
        }
    }

    /// <summary>Looks at the primaries, one after the other.</summary>
    /// <returns>False when none of them has a zone that can be had.</returns>
    private async Task<bool> TryRefreshAsync(CancellationToken stop)
    {
        foreach (var primary in config.Primaries)
        {
            try
            {
                if (await IsConfirmedByAsync(primary, stop))
                {
                    return true;
                }
            }
            catch (Exception error) when (error is TransferException or DeviceException or FlowResetException)
            {
                SecondaryLog.Failed(log, config.Name, primary, error.Message);
            }
        }

        return false;
    }

    private async Task<bool> IsConfirmedByAsync(IpEndpoint primary, CancellationToken stop)
    {
        // A catalog's primary may answer those who may have it over TCP, and nobody else (RFC 9432 section 7): it is asked for changes at once.
        if (!config.IsCatalog && await HasNothingNewerAsync(primary, stop))
        {
            await ConfirmAsync(_zone!, stop);
            return true;
        }

        await turns.TakeAsync(stop);
        try
        {
            var fetched = await FetchAsync(primary, stop);
            if (fetched.Zone != _zone)
            {
                SecondaryLog.Fetched(log, config.Name, primary, fetched.Zone.Serial, fetched.Records, fetched.IsIncremental);
            }

            await ConfirmAsync(fetched.Zone, stop);
            return true;
        }
        finally
        {
            turns.GiveBack();
        }
    }

    private async Task<bool> HasNothingNewerAsync(IpEndpoint primary, CancellationToken stop)
    {
        if (await client.AskSerialAsync(config, primary, stop) is not { } serial)
        {
            throw new TransferException("it does not answer for the zone's serial number");
        }

        if (_zone is null || SerialNumber.IsNewer(serial, _zone.Serial))
        {
            return false;
        }

        return serial == _zone.Serial ? true : throw new TransferException($"it has the serial number {serial}, which is older than {_zone.Serial}");
    }

    /// <summary>Fetches what has changed, or the whole zone when that cannot be had.</summary>
    private async Task<FetchedZone> FetchAsync(IpEndpoint primary, CancellationToken stop)
    {
        if (_zone is not null)
        {
            try
            {
                return await client.FetchAsync(config, primary, _zone, stop);
            }
            catch (Exception error) when (error is TransferException or FlowResetException)
            {
                SecondaryLog.Failed(log, config.Name, primary, error.Message);
            }
        }

        var fetched = await client.FetchAsync(config, primary, null, stop);

        if (_zone is not null && !SerialNumber.IsNewer(fetched.Zone.Serial, _zone.Serial))
        {
            throw new TransferException($"the zone came with the serial number {fetched.Zone.Serial}, which is no newer than {_zone.Serial}");
        }

        // What it was before is not forgotten, for secondaries of ours.
        return _zone is null ? fetched : fetched with { Zone = fetched.Zone.After(_zone) };
    }

    private async Task ConfirmAsync(Zone zone, CancellationToken stop)
    {
        var isSame = zone == _zone;
        _zone = zone;
        _confirmed = clock.GetUtcNow();
        if (!isSame || !_isServed)
        {
            Serve();
        }

        try
        {
            if (store is not null)
            {
                await (isSame ? store.WriteAsync(config.Name, _confirmed, stop) : store.WriteAsync(zone, _confirmed, stop));
            }
        }
        catch (DeviceException error)
        {
            SecondaryLog.NotKept(log, config.Name, error.Message);
        }
    }
}
