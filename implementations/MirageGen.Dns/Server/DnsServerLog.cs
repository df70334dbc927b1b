using Microsoft.Extensions.Logging;
using MirageGen.Logging;

namespace MirageGen.Dns.Server;

/// <summary>What a server logs.</summary>
internal static class DnsServerLog
{
    private static readonly LogMessage ServingMessage = new(LogLevel.Information, nameof(Serving), "Serving DNS on port {Port}, UDP and TCP");

    private static readonly LogMessage ZoneMessage = new(LogLevel.Information, nameof(Zone), "Zone {Zone}: {Names} names, {Sets} sets of records in {Octets} octets");

    private static readonly LogMessage NotHeardMessage = new(LogLevel.Warning, nameof(NotHeard), "{Target} has not said that it heard of zone {Zone} with serial {Serial}");

    private static readonly LogMessage NotToldMessage = new(LogLevel.Warning, nameof(NotTold), "{Target} cannot be told of zone {Zone}: {Problem}");

    public static void Serving(ILogger log, int port) =>
        ServingMessage.Write(log, port);

    public static void Zone(ILogger log, DomainName zone, int names, int sets, long octets) =>
        ZoneMessage.WriteAll(log, zone, names, sets, octets);

    public static void NotHeard(ILogger log, IpEndpoint target, DomainName zone, uint serial) =>
        NotHeardMessage.Write(log, target, zone, serial);

    public static void NotTold(ILogger log, IpEndpoint target, DomainName zone, string problem) =>
        NotToldMessage.Write(log, target, zone, problem);
}
