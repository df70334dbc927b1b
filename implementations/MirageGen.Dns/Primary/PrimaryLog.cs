using Microsoft.Extensions.Logging;
using MirageGen.Logging;

namespace MirageGen.Dns.Primary;

/// <summary>What is logged of zones in files.</summary>
internal static class PrimaryLog
{
    private static readonly LogMessage WarningMessage = new(LogLevel.Warning, nameof(Findings), "{Finding}");

    private static readonly LogMessage ErrorMessage = new(LogLevel.Error, nameof(Findings), "{Finding}");

    private static readonly LogMessage TakenMessage = new(LogLevel.Information, nameof(Taken), "Zone {Zone} was read again and is served with serial {Serial}");

    private static readonly LogMessage FoundMessage = new(LogLevel.Information, nameof(Found), "Zone {Zone} was found in {File} and is served with serial {Serial}");

    private static readonly LogMessage LetGoMessage = new(LogLevel.Warning, nameof(LetGo), "Zone {Zone} is served no more: {File} is gone");

    private static readonly LogMessage NotListedMessage = new(LogLevel.Error, nameof(NotListed), "The zones of {Place} are served as they were: {Problem}");

    private static readonly LogMessage NotServedMessage = new(LogLevel.Error, nameof(NotTaken), "A zone cannot be served: {Problem}");

    private static readonly LogMessage NotTakenMessage = new(LogLevel.Error, nameof(NotTaken), "Zone {Zone} is served as it was: {Problem}");

    private static readonly LogMessage NotNewerMessage = new(
        LogLevel.Warning, nameof(NotNewer), "Zone {Zone} has changed, but serial {Serial} is not newer than {Older}: secondaries will not fetch it; make it greater");

    /// <summary>What is wrong or doubtful with a file, but for what is told elsewhere.</summary>
    public static void Findings(ILogger log, IReadOnlyList<ZoneFinding> findings, ZoneFinding? told = null)
    {
        foreach (var finding in findings)
        {
            if (!ReferenceEquals(finding, told))
            {
                (finding.Severity == ZoneFindingSeverity.Error ? ErrorMessage : WarningMessage).Write(log, finding);
            }
        }
    }

    public static void Taken(ILogger log, DomainName zone, uint serial) =>
        TakenMessage.Write(log, zone, serial);

    public static void Found(ILogger log, DomainName zone, string file, uint serial) =>
        FoundMessage.Write(log, zone, file, serial);

    public static void LetGo(ILogger log, DomainName zone, string file) =>
        LetGoMessage.Write(log, zone, file);

    /// <summary>That it is not known which files there are.</summary>
    public static void NotListed(ILogger log, string place, string problem) =>
        NotListedMessage.Write(log, place, problem);

    /// <summary>That a file does not count.</summary>
    /// <param name="log">Where it is said.</param>
    /// <param name="zone">The zone that goes on being served from it; null when none is.</param>
    /// <param name="problem">Why.</param>
    public static void NotTaken(ILogger log, DomainName? zone, string problem)
    {
        if (zone is null)
        {
            NotServedMessage.Write(log, problem);
        }
        else
        {
            NotTakenMessage.Write(log, zone, problem);
        }
    }

    public static void NotNewer(ILogger log, DomainName zone, uint serial, uint older) =>
        NotNewerMessage.Write(log, zone, serial, older);
}
