using Microsoft.Extensions.Logging;
using MirageGen.Dns.Secondary;
using MirageGen.Dns.Transfer;

namespace MirageGen.Dns;

/// <summary>
/// Keeps zones of a server as other servers have them, its primaries (RFC 1034 section 4.3.5, RFC 1996): run it
/// beside the server. Until a zone has come, and when it has expired, questions about it are answered with SERVFAIL.
/// </summary>
/// <param name="server">Serves them.</param>
/// <param name="stack">Whence they come.</param>
/// <param name="clock">Drives refresh, retry and expiry.</param>
/// <param name="random">Makes ids, and pauses uneven.</param>
/// <param name="log">Where it says what has come and what has not.</param>
[Device]
public sealed class DnsSecondary(DnsServer server, INetworkStack stack, TimeProvider clock, IRandom random, ILogger<DnsSecondary> log)
{
    private const int MostZones = 10_000;
    private const int MostPrimaries = 16;

    /// <summary>Keeps zones until told to stop.</summary>
    /// <param name="zones">At most 10,000, of different names.</param>
    /// <param name="store">Where they are kept, so that they are served at once after a restart; null for nowhere.</param>
    /// <param name="limits">How much is taken; null for the defaults.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="ArgumentException">Two zones have the same name, or one has no primary, or there are too many.</exception>
    public async Task RunAsync(
        IReadOnlyList<SecondaryZone> zones, IKeyValueStore? store = null, TransferLimits? limits = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(zones);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(zones.Count, MostZones, nameof(zones));
        limits ??= TransferLimits.Default;
        limits.Validate();
        var client = new PrimaryClient(stack, clock, random, limits);
        var turns = new Turns(limits.MaxTransfers);
        var keepers = new Dictionary<DomainName, ZoneKeeper>();
        foreach (var zone in zones)
        {
            if (zone.Primaries.Count is 0 or > MostPrimaries || !keepers.TryAdd(
                zone.Name, new(zone, server, client, turns, store is null ? null : new(store), clock, random, limits, log)))
            {
                throw new ArgumentException($"The zone {zone.Name} is there twice, or has no primary or more than {MostPrimaries}.", nameof(zones));
            }
        }

        server.NotifyReceiver = new KeptZones(keepers);
        try
        {
            await Task.WhenAll([.. Start(keepers.Values, stop)]);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopping is the normal end.
        }
        finally
        {
            server.NotifyReceiver = null;
        }
    }

    private static IEnumerable<Task> Start(IEnumerable<ZoneKeeper> keepers, CancellationToken stop)
    {
        foreach (var keeper in keepers)
        {
            yield return keeper.RunAsync(stop);
        }
    }

    private sealed class KeptZones(Dictionary<DomainName, ZoneKeeper> keepers) : INotifyReceiver
    {
        public ResponseCode Hear(ReadOnlySpan<byte> origin, IpAddress from, TsigKey? key)
        {
            if (!keepers.TryGetValue(DomainName.FromSound(origin), out var keeper))
            {
                return ResponseCode.NotAuthoritative;
            }

            var isKeyed = keeper.Config.Key is null || (key is not null && key.Name == keeper.Config.Key.Name);
            foreach (var primary in keeper.Config.Primaries)
            {
                if (isKeyed && primary.Address == from)
                {
                    keeper.Tell();
                    return ResponseCode.NoError;
                }
            }

            return ResponseCode.Refused;
        }
    }
}
