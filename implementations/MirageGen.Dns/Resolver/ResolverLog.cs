using Microsoft.Extensions.Logging;
using MirageGen.Logging;

namespace MirageGen.Dns.Resolver;

/// <summary>What a resolver logs.</summary>
internal static class ResolverLog
{
    private static readonly LogMessage ServingMessage = new(LogLevel.Information, nameof(Serving), "Resolving names on port {Port}, UDP and TCP, for clients of {Networks} networks, with a cache of {Octets} octets");

    public static void Serving(ILogger log, int port, int networks, int octets) =>
        ServingMessage.Write(log, port, networks, octets);
}
