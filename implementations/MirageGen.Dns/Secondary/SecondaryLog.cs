using Microsoft.Extensions.Logging;
using MirageGen.Logging;

namespace MirageGen.Dns.Secondary;

/// <summary>What is logged of zones of others.</summary>
internal static class SecondaryLog
{
    private static readonly LogMessage FetchedMessage = new(LogLevel.Information, nameof(Fetched), "Zone {Zone} came from {Primary} with serial {Serial}: {Records} records, changes alone: {IsIncremental}");

    private static readonly LogMessage KeptMessage = new(LogLevel.Information, nameof(Kept), "Zone {Zone} is served as it was kept, with serial {Serial}");

    private static readonly LogMessage FailedMessage = new(LogLevel.Warning, nameof(Failed), "Zone {Zone} does not come from {Primary}: {Problem}");

    private static readonly LogMessage ExpiredMessage = new(LogLevel.Error, nameof(Expired), "Zone {Zone} has expired and is not served: no primary has confirmed it for {Seconds} s");

    private static readonly LogMessage NotKeptMessage = new(LogLevel.Warning, nameof(NotKept), "Zone {Zone} cannot be kept: {Problem}");

    public static void Fetched(ILogger log, DomainName zone, IpEndpoint primary, uint serial, int records, bool isIncremental) =>
        FetchedMessage.WriteAll(log, zone, primary, serial, records, isIncremental);

    public static void Kept(ILogger log, DomainName zone, uint serial) =>
        KeptMessage.Write(log, zone, serial);

    public static void Failed(ILogger log, DomainName zone, IpEndpoint primary, string problem) =>
        FailedMessage.Write(log, zone, primary, problem);

    public static void Expired(ILogger log, DomainName zone, uint seconds) =>
        ExpiredMessage.Write(log, zone, seconds);

    public static void NotKept(ILogger log, DomainName zone, string problem) =>
        NotKeptMessage.Write(log, zone, problem);
}
