using Microsoft.Extensions.Logging;

namespace MirageGen.Dns.Resolver;

/// <summary>What a resolver logs.</summary>
internal static partial class ResolverLog
{
    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Resolving names on port {Port}, UDP and TCP, for clients of {Networks} networks, with a cache of {Octets} octets")]
    public static partial void Serving(ILogger log, int port, int networks, int octets);
}
