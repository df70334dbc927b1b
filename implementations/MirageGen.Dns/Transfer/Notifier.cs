using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using MirageGen.Dns.Server;
using MirageGen.Dns.Wire;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Transfer;

/// <summary>
/// Tells others that a zone has changed, until they say that they have heard, or for a minute (RFC 1996). There is one telling
/// of a zone to a server at a time: a newer one takes the older one's place.
/// </summary>
internal sealed class Notifier(DnsServerOptions options, INetworkStack stack, TimeProvider clock, IRandom random, ILogger log, CancellationToken stop)
{
    /// <summary>The most tellings at a time; what there are more of is not told, and secondaries hear of it when they next ask.</summary>
    public const int MaxTellings = 1000;

    /// <summary>How often it is told: with the pauses below for a minute in all.</summary>
    private const int Tries = 5;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);

    private readonly RepeatedExchange _exchange = new(stack, clock, random);
    private readonly Dictionary<(DomainName Origin, IpEndpoint Target), CancellationTokenSource> _tellings = [];

    /// <summary>Tells of a zone.</summary>
    public void Tell(Zone zone)
    {
        foreach (var target in options.NotifyTargets)
        {
            Begin(zone, target);
        }

        if (options.NotifyNameServers)
        {
            TellNameServers(zone);
        }
    }

    private void Begin(Zone zone, NotifyTarget target)
    {
        var telling = (zone.Origin, target.Endpoint);
        if (_tellings.Remove(telling, out var older))
        {
            older.Cancel();
        }

        if (_tellings.Count < MaxTellings)
        {
            var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            _tellings.Add(telling, end);
            _ = TellAsync(zone, target, end);
        }
    }

    private async Task TellAsync(Zone zone, NotifyTarget target, CancellationTokenSource end)
    {
        try
        {
            var request = new ZoneRequest(Opcode.Notify, zone.Origin, RecordType.Soa, zone);
            if (await _exchange.AskAsync(target.Endpoint, request, target.Key, Tries, FirstWait, end.Token) is null)
            {
                DnsServerLog.NotHeard(log, target.Endpoint, zone.Origin, zone.Serial);
            }
        }
        catch (OperationCanceledException)
        {
            // There is newer news, or the end.
        }
        catch (DeviceException error)
        {
            DnsServerLog.NotTold(log, target.Endpoint, zone.Origin, error.Message);
        }
        finally
        {
            if (_tellings.TryGetValue((zone.Origin, target.Endpoint), out var own) && own == end)
            {
                _tellings.Remove((zone.Origin, target.Endpoint));
            }

            end.Dispose();
        }
    }

    /// <summary>Tells the zone's name servers but the primary, as far as the zone has their addresses (RFC 1996 section 2).</summary>
    private void TellNameServers(Zone zone)
    {
        var records = new ZoneRecords(zone, 0);
        while (records.MoveNext())
        {
            var record = records.Current;
            if (record.Type == RecordType.NS
                && !NameOctets.Equals(record.Data, zone.Soa.Data[..NameOctets.Length(zone.Soa.Data)])
                && zone.Find(record.Data) is >= 0 and var host)
            {
                TellHost(zone, host);
            }
        }
    }

    private void TellHost(Zone zone, int host)
    {
        var addresses = new ZoneRecords(zone, host);
        while (addresses.MoveNext())
        {
            var record = addresses.Current;
            if (record.Type is RecordType.A or RecordType.Aaaa)
            {
                IpAddress address = record.Type == RecordType.A
                    ? new IPv4Address(BinaryPrimitives.ReadUInt32BigEndian(record.Data))
                    : new IPv6Address(BinaryPrimitives.ReadUInt128BigEndian(record.Data));
                Begin(zone, new(new(address, DnsServer.DefaultPort)));
            }
        }
    }
}
