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

    private static readonly LogMessage ListedMessage = new(LogLevel.Information, nameof(Listed), "Zone {Zone} is listed by {Catalog} and kept from now on");

    private static readonly LogMessage GoneMessage = new(LogLevel.Information, nameof(Gone), "Zone {Zone} is listed by {Catalog} no more, or anew, and forgotten");

    private static readonly LogMessage BrokenMessage = new(LogLevel.Warning, nameof(BrokenCatalog), "The catalog {Catalog} is broken and not followed: {Problem}");

    private static readonly LogMessage ClashMessage = new(LogLevel.Warning, nameof(Clash), "Zone {Zone} is listed by {Catalog}, but {Owner} has it");

    private static readonly LogMessage ConfiguredMessage = new(LogLevel.Warning, nameof(Configured), "Zone {Zone} is listed by {Catalog}, but is kept whatever catalogs say");

    private static readonly LogMessage TooManyMessage = new(LogLevel.Warning, nameof(TooMany), "Zone {Zone}, listed by {Catalog}, is not kept: there are {MostZones}, as many as there may be");

    public static void Listed(ILogger log, DomainName zone, DomainName catalog) => ListedMessage.Write(log, zone, catalog);

    public static void Gone(ILogger log, DomainName zone, DomainName catalog) => GoneMessage.Write(log, zone, catalog);

    public static void BrokenCatalog(ILogger log, DomainName catalog, string problem) => BrokenMessage.Write(log, catalog, problem);

    public static void Clash(ILogger log, DomainName zone, DomainName catalog, DomainName owner) => ClashMessage.Write(log, zone, catalog, owner);

    public static void Configured(ILogger log, DomainName zone, DomainName catalog) => ConfiguredMessage.Write(log, zone, catalog);

    public static void TooMany(ILogger log, DomainName zone, DomainName catalog, int mostZones) => TooManyMessage.Write(log, zone, catalog, mostZones);

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
