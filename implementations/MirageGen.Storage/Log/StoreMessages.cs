using Microsoft.Extensions.Logging;
using MirageGen.Logging;

namespace MirageGen.Storage.Log;

/// <summary>What is logged of a store on a disk.</summary>
internal static class StoreMessages
{
    private static readonly LogMessage FormattedMessage = new(LogLevel.Information, nameof(Formatted), "The disk was blank and is a store now, with room for {Octets} octets");

    private static readonly LogMessage CutOffMessage = new(LogLevel.Warning, nameof(CutOff), "What was written last before the store was opened had not been flushed, and is lost in part: record {Record} and those behind it, from sector {Sector} on, are left out");

    private static readonly LogMessage NotCopiedMessage = new(LogLevel.Warning, nameof(NotCopied), "The log cannot be copied to the other half of the disk, and goes on where it is: {Problem}");

    public static void Formatted(ILogger log, long octets) => FormattedMessage.Write(log, octets);

    public static void CutOff(ILogger log, ulong record, long sector) => CutOffMessage.Write(log, record, sector);

    public static void NotCopied(ILogger log, string problem) => NotCopiedMessage.Write(log, problem);
}
