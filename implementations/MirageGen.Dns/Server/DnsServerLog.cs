using Microsoft.Extensions.Logging;

namespace MirageGen.Dns.Server;

/// <summary>What a server logs.</summary>
internal static partial class DnsServerLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Serving DNS on port {Port}, UDP and TCP")]
    public static partial void Serving(ILogger log, int port);

    [LoggerMessage(Level = LogLevel.Information, Message = "Zone {Zone}: {Names} names, {Sets} sets of records in {Octets} octets")]
    public static partial void Zone(ILogger log, DomainName zone, int names, int sets, long octets);
}
