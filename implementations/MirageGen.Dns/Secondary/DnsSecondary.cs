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
    private const int MostPrimaries = 16;

    /// <summary>Keeps zones until told to stop.</summary>
    /// <param name="zones">Of different names, at most <see cref="TransferLimits.MaxZones"/>.</param>
    /// <param name="store">Where they are kept, so that they are served at once after a restart; null for nowhere.</param>
    /// <param name="limits">How much is taken; null for the defaults.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="ArgumentException">Two zones have the same name, or one has no primary, or there are too many.</exception>
    public async Task RunAsync(
        IReadOnlyList<SecondaryZone> zones, IKeyValueStore? store = null, TransferLimits? limits = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(zones);
        limits ??= TransferLimits.Default;
        limits.Validate();
        Validate(zones, limits);
        var client = new PrimaryClient(stack, clock, random, limits);
        var turns = new Turns(limits.MaxTransfers);
        var stored = store is null ? null : new ZoneStore(store);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var kept = new KeptZones(
            server,
            stored,
            (config, served) => new(config, server, client, turns, stored, clock, random, limits, log, served),
            limits.MaxZones,
            log,
            ending.Token);
        server.NotifyReceiver = kept;
        try
        {
            kept.Begin(zones);
            await kept.UntilStoppedAsync();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopping is the normal end.
        }
        finally
        {
            server.NotifyReceiver = null;
            ending.Cancel();
            await kept.EndAsync();
        }
    }

    private static void Validate(IReadOnlyList<SecondaryZone> zones, TransferLimits limits)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(zones.Count, limits.MaxZones, nameof(zones));
        var names = new Dictionary<DomainName, SecondaryZone>();
        foreach (var zone in zones)
        {
            if (zone.Primaries.Count is 0 or > MostPrimaries || !names.TryAdd(zone.Name, zone))
            {
                throw new ArgumentException($"The zone {zone.Name} is there twice, or has no primary or more than {MostPrimaries}.", nameof(zones));
            }
        }
    }
}
