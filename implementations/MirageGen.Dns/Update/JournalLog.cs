using Microsoft.Extensions.Logging;
using MirageGen.Logging;

namespace MirageGen.Dns.Update;

/// <summary>What is logged of dynamic updates and their journal.</summary>
internal static class JournalLog
{
    private static readonly LogMessage ReplayedMessage = new(LogLevel.Information, nameof(Replayed), "Zone {Zone} has {Changes} changes from its journal, and serial {Serial}");

    private static readonly LogMessage CutOffMessage = new(LogLevel.Warning, nameof(CutOff), "The journal of zone {Zone} is damaged from change {Change} on, which is left out with {More} behind it");

    private static readonly LogMessage BeginsAnewMessage = new(LogLevel.Warning, nameof(BeginsAnew), "The journal of zone {Zone} is of a zone file with another serial than {Serial}, or damaged at its beginning; it begins anew");

    private static readonly LogMessage UpdatedMessage = new(LogLevel.Information, nameof(Updated), "Zone {Zone} was changed to serial {Serial} by {Client} with key {Key}");

    private static readonly LogMessage NotStoredMessage = new(LogLevel.Error, nameof(NotStored), "An update of zone {Zone} cannot be stored and is refused: {Problem}");

    public static void Replayed(ILogger log, DomainName zone, int changes, uint serial) =>
        ReplayedMessage.Write(log, zone, changes, serial);

    public static void CutOff(ILogger log, DomainName zone, string change, int more) =>
        CutOffMessage.Write(log, zone, change, more);

    public static void BeginsAnew(ILogger log, DomainName zone, uint serial) =>
        BeginsAnewMessage.Write(log, zone, serial);

    public static void Updated(ILogger log, DomainName zone, uint serial, IpAddress client, DomainName key) =>
        UpdatedMessage.WriteAll(log, zone, serial, client, key);

    public static void NotStored(ILogger log, DomainName zone, string problem) =>
        NotStoredMessage.Write(log, zone, problem);
}
