using Microsoft.Extensions.Logging;

namespace MirageGen.Dns.Server;

/// <summary>What a server logs.</summary>
internal static partial class DnsServerLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Serving DNS on port {Port}, UDP and TCP")]
    public static partial void Serving(ILogger log, int port);

    [LoggerMessage(Level = LogLevel.Information, Message = "Zone {Zone}: {Names} names, {Sets} sets of records in {Octets} octets")]
    public static partial void Zone(ILogger log, DomainName zone, int names, int sets, long octets);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Target} has not said that it heard of zone {Zone} with serial {Serial}")]
    public static partial void NotHeard(ILogger log, IpEndpoint target, DomainName zone, uint serial);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Target} cannot be told of zone {Zone}: {Problem}")]
    public static partial void NotTold(ILogger log, IpEndpoint target, DomainName zone, string problem);
}
