using Microsoft.Extensions.Logging;

namespace MirageGen.Dns.Update;

/// <summary>What is logged of dynamic updates and their journal.</summary>
internal static partial class JournalLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Zone {Zone} has {Changes} changes from its journal, and serial {Serial}")]
    public static partial void Replayed(ILogger log, DomainName zone, int changes, uint serial);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal of zone {Zone} is damaged from change {Change} on, which is left out with {More} behind it")]
    public static partial void CutOff(ILogger log, DomainName zone, string change, int more);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal of zone {Zone} is of a zone file with another serial than {Serial}, or damaged at its beginning; it begins anew")]
    public static partial void BeginsAnew(ILogger log, DomainName zone, uint serial);

    [LoggerMessage(Level = LogLevel.Information, Message = "Zone {Zone} was changed to serial {Serial} by {Client} with key {Key}")]
    public static partial void Updated(ILogger log, DomainName zone, uint serial, IpAddress client, DomainName key);

    [LoggerMessage(Level = LogLevel.Error, Message = "An update of zone {Zone} cannot be stored and is refused: {Problem}")]
    public static partial void NotStored(ILogger log, DomainName zone, string problem);
}
