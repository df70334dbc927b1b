using Microsoft.Extensions.Logging;
using MirageGen.Logging;

namespace MirageGen.Dns.Signing;

/// <summary>Signs the zones that there are keys of, and knows when each is to be signed anew.</summary>
internal sealed class ZoneSigners(ISigning? signing, TimeProvider clock, ILogger log)
{
    private static readonly LogMessage SignedMessage = new(
        LogLevel.Information, nameof(ZoneSigners), "Zone {Zone} was signed: {Signatures} new signatures, serial {Serial}");

    private readonly Dictionary<DomainName, DateTimeOffset> _due = [];

    /// <summary>Signs a zone, a few sets a turn of the loop; gives back one that there are no keys of as it is.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="before">What is served of that name now; null when nothing is.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<Zone> SignAsync(Zone zone, Zone? before, CancellationToken stop)
    {
        if (signing is null || !signing.HasKeyOf(zone.Origin))
        {
            return zone;
        }

        var result = await signing.SignAsync(zone, before, clock.GetUtcNow(), stop);
        _due[zone.Origin] = result.Due;
        SignedMessage.Write(log, zone.Origin, result.Signatures, result.Zone.Serial);
        return result.Zone;
    }

    /// <summary>Signs anew the zones of a server whose signatures are about to end.</summary>
    public async Task RenewAsync(DnsServer server, CancellationToken stop)
    {
        foreach (var zone in server.Zones.Zones)
        {
            if (_due.TryGetValue(zone.Origin, out var due) && clock.GetUtcNow() >= due)
            {
                var signed = await SignAsync(zone, zone, stop);

                // It may have been changed or let go of meanwhile.
                if (server.Zones.FindExact(zone.Origin.Octets) == zone)
                {
                    server.Zones = server.Zones.With(signed.After(zone));
                }
                else
                {
                    _due[zone.Origin] = due;
                }
            }
        }
    }
}
