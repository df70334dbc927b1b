using Microsoft.Extensions.Logging;

namespace MirageGen.Dns.Secondary;

/// <summary>What is logged of zones of others.</summary>
internal static partial class SecondaryLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Zone {Zone} came from {Primary} with serial {Serial}: {Records} records, changes alone: {IsIncremental}")]
    public static partial void Fetched(ILogger log, DomainName zone, IpEndpoint primary, uint serial, int records, bool isIncremental);

    [LoggerMessage(Level = LogLevel.Information, Message = "Zone {Zone} is served as it was kept, with serial {Serial}")]
    public static partial void Kept(ILogger log, DomainName zone, uint serial);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Zone {Zone} does not come from {Primary}: {Problem}")]
    public static partial void Failed(ILogger log, DomainName zone, IpEndpoint primary, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Zone {Zone} has expired and is not served: no primary has confirmed it for {Seconds} s")]
    public static partial void Expired(ILogger log, DomainName zone, uint seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Zone {Zone} cannot be kept: {Problem}")]
    public static partial void NotKept(ILogger log, DomainName zone, string problem);
}
